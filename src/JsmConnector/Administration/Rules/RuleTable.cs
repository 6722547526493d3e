namespace JsmConnector.Administration.Rules;

public enum ColumnKind
{
    Text,

    /// <summary>A list of names, one line separated by commas.</summary>
    Names,

    /// <summary>One of the options; what is not among them any more stays, and is marked.</summary>
    Choice,
    Number,
    Flag,
}

/// <param name="Member">Its path below what is edited: `when`, or `fields.impact`.</param>
/// <param name="Label">A key of the screens' words, as are the hint and the word for nothing.</param>
public sealed record RuleColumn(string Member, string Label, ColumnKind Kind = ColumnKind.Text)
{
    /// <summary>One of <see cref="OptionLists"/>; null: anything may be written.</summary>
    public string? Options { get; init; }

    /// <summary>Written also when it says nothing.</summary>
    public bool IsRequired { get; init; }

    /// <summary>What an empty field means.</summary>
    public string Empty { get; init; } = "any";
    public string? Hint { get; init; }
}

/// <summary>A part of the settings that is edited on a screen of its own: single fields, a table of entries of which the first that fits wins, or both.</summary>
/// <param name="At">Path of the list in the document; empty when there are only fields.</param>
public sealed record RuleSection(string Name, string Title, string About, string At, IReadOnlyList<RuleColumn> Columns)
{
    /// <summary>Single values, by their paths in the document.</summary>
    public IReadOnlyList<RuleColumn> Fields { get; init; } = [];

    /// <summary>Said while the table is empty.</summary>
    public string Without { get; init; } = "";

    /// <summary>Severities by impact and urgency stand in a matrix above the table.</summary>
    public bool HasMatrix { get; init; }

    public IEnumerable<string> OptionsAsked => Fields.Concat(Columns).Select(column => column.Options).OfType<string>().Distinct();
}

/// <summary>Names of the lists of options, which a site fills.</summary>
public static class OptionLists
{
    public const string Projects = "projects", IssueTypes = "issueTypes", RequestTypes = "requestTypes", Priorities = "priorities", Impacts = "impacts", Urgencies = "urgencies",
        ChoiceFields = "choiceFields", DateFields = "dateFields", AllFields = "allFields", Components = "components", Portals = "portals", Channels = "channels",
        Severities = "severities", States = "states", Classes = "classes", Kinds = "kinds", Languages = "languages", Decisions = "decisions";
}
