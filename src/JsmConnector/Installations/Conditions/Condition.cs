namespace JsmConnector.Installations.Conditions;

/// <summary>
/// A question about a ticket, as an administrator writes it: docs/decisions/0011. Values are compared without regard to case, with ids and with names alike,
/// so that a rule by id survives a rename and a translation.
/// </summary>
public abstract record Condition
{
    private Condition() { }

    /// <summary>True when the ticket has one of the values.</summary>
    public sealed record Has(string Field, IReadOnlyList<string> Values) : Condition;

    /// <summary>True when a value of the ticket holds the text.</summary>
    public sealed record Holds(string Field, string Text) : Condition;

    public sealed record Empty(string Field) : Condition;

    public sealed record Not(Condition Inner) : Condition;

    public sealed record All(IReadOnlyList<Condition> Parts) : Condition;

    public sealed record Any(IReadOnlyList<Condition> Parts) : Condition;

    /// <param name="valuesOf">Ids and names that the ticket has in a field; none when it has no such field.</param>
    public bool IsTrue(Func<string, IReadOnlyList<string>> valuesOf) => this switch
    {
        Has(var field, var values) => valuesOf(field).Any(value => values.Contains(value.Trim(), StringComparer.OrdinalIgnoreCase)),
        Holds(var field, var text) => valuesOf(field).Any(value => value.Contains(text, StringComparison.OrdinalIgnoreCase)),
        Empty(var field) => valuesOf(field).Count == 0,
        Not(var inner) => !inner.IsTrue(valuesOf),
        All(var parts) => parts.All(part => part.IsTrue(valuesOf)),
        Any(var parts) => parts.Any(part => part.IsTrue(valuesOf)),
        _ => throw new InvalidOperationException("A condition has one of six shapes."),
    };

    /// <summary>Every field that the condition asks about.</summary>
    public IEnumerable<string> Fields => this switch
    {
        Has(var name, _) => [name],
        Holds(var name, _) => [name],
        Empty(var name) => [name],
        Not(var inner) => inner.Fields,
        All(var parts) => parts.SelectMany(part => part.Fields),
        Any(var parts) => parts.SelectMany(part => part.Fields),
        _ => [],
    };
}
