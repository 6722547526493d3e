namespace JsmConnector.Administration.Rules;

/// <param name="Value">As the document has it.</param>
/// <param name="Label">As people know it.</param>
public sealed record RuleOption(string Value, string Label)
{
    /// <summary>A name of the settings as people read it: `third_party` is “Third party”. A key of the screens' words.</summary>
    public static string Spoken(string name) => char.ToUpperInvariant(name[0]) + name[1..].Replace('_', ' ');
}

/// <summary>What may be chosen, list by list. A list that is null is not known: Jira did not tell, and anything that is written may be right.</summary>
public sealed record RuleOptions(IReadOnlyDictionary<string, IReadOnlyList<RuleOption>?> Lists)
{
    /// <summary>Lists that hold only a part of what the site has: what they lack may be there all the same.</summary>
    private static readonly HashSet<string> NeverWhole = [OptionLists.Components, OptionLists.Channels, OptionLists.Impacts, OptionLists.Urgencies, OptionLists.People];

    /// <summary>Lists that are cut on this site.</summary>
    public IReadOnlySet<string> Cut { get; init; } = new HashSet<string>();

    public IReadOnlyList<RuleOption>? Of(RuleColumn column) => column.Options is { } name ? Lists.GetValueOrDefault(name) : null;

    /// <summary>What cannot be told apart by its name is shown as the document has it.</summary>
    public string Label(RuleColumn column, string value) =>
        Of(column) is { } known && known.FirstOrDefault(option => Same(option.Value, value)) is { } found && known.Count(option => Same(option.Label, found.Label)) == 1 ? found.Label : value;

    public string Value(RuleColumn column, string typed) =>
        Of(column) is { } known && (known.FirstOrDefault(option => Same(option.Value, typed)) ?? Only(known.Where(option => Same(option.Label, typed)))) is { } option ? option.Value : typed;

    private static RuleOption? Only(IEnumerable<RuleOption> named) => named.Take(2).ToList() is [var one] ? one : null;

    /// <summary>Whether the site has no such thing: renamed, archived or taken away since the rule was written.</summary>
    public bool IsGone(RuleColumn column, string value)
    {
        // A field of another kind than those that are offered is a field all the same.
        var name = column.Options is OptionLists.ChoiceFields or OptionLists.DateFields ? OptionLists.AllFields : column.Options;
        return name is not null && !OptionLists.OfTheApp.Contains(name) && value.Length > 0 && !NeverWhole.Contains(name) && !Cut.Contains(name)
            && Lists.GetValueOrDefault(name) is { } known && !known.Any(option => Same(option.Value, value) || Same(option.Label, value));
    }

    private static bool Same(string left, string right) => left.Trim().Equals(right.Trim(), StringComparison.OrdinalIgnoreCase);
}
