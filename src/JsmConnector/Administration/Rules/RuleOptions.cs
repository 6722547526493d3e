namespace JsmConnector.Administration.Rules;

/// <param name="Value">As the document has it.</param>
/// <param name="Label">As people know it.</param>
public sealed record RuleOption(string Value, string Label);

/// <summary>What may be chosen, list by list. A list that is null is not known: Jira did not tell, and anything that is written may be right.</summary>
public sealed record RuleOptions(IReadOnlyDictionary<string, IReadOnlyList<RuleOption>?> Lists)
{
    /// <summary>Lists that hold only a part of what the site has: what they lack may be there all the same.</summary>
    private static readonly HashSet<string> NeverWhole = [OptionLists.Components, OptionLists.Channels, OptionLists.Impacts, OptionLists.Urgencies];

    /// <summary>Lists that are cut on this site.</summary>
    public IReadOnlySet<string> Cut { get; init; } = new HashSet<string>();

    public IReadOnlyList<RuleOption>? Of(RuleColumn column) => column.Options is { } name ? Lists.GetValueOrDefault(name) : null;

    public string Label(RuleColumn column, string value) =>
        Of(column)?.FirstOrDefault(option => Same(option.Value, value)) is { } known && !known.Label.Contains(',', StringComparison.Ordinal) ? known.Label : value;

    public string Value(RuleColumn column, string typed) =>
        Of(column) is { } known && (known.FirstOrDefault(option => Same(option.Value, typed)) ?? known.FirstOrDefault(option => Same(option.Label, typed))) is { } option ? option.Value : typed;

    /// <summary>Whether the site has no such thing: renamed, archived or taken away since the rule was written.</summary>
    public bool IsGone(RuleColumn column, string value)
    {
        // A field of another kind than those that are offered is a field all the same.
        var name = column.Options is OptionLists.ChoiceFields or OptionLists.DateFields ? OptionLists.AllFields : column.Options;
        return name is not null && value.Length > 0 && !NeverWhole.Contains(name) && !Cut.Contains(name)
            && Lists.GetValueOrDefault(name) is { } known && !known.Any(option => Same(option.Value, value) || Same(option.Label, value));
    }

    private static bool Same(string left, string right) => left.Trim().Equals(right.Trim(), StringComparison.OrdinalIgnoreCase);
}
