namespace JsmConnector.Administration.Rules;

public enum ColumnKind
{
    Text,

    /// <summary>A list of names, one line separated by commas: see <see cref="CellNames"/>.</summary>
    Names,

    /// <summary>One of the options; what is not among them any more stays, and is marked.</summary>
    Choice,
    Number,
    Flag,

    /// <summary>Several lines of text.</summary>
    Lines,

    /// <summary>Hours and minutes.</summary>
    Time,

    /// <summary>How long: a bare number is minutes.</summary>
    Span,

    /// <summary>A name and what is said of it, one line each: `Email = Sends and receives.`</summary>
    Pairs,

    /// <summary>Groups of components, also within one another: see <see cref="PageGroupLines"/>.</summary>
    Groups,

    /// <summary>A picture as a data address; a script lets people choose a file.</summary>
    Picture,

    /// <summary>Never shown; left empty it stays.</summary>
    Secret,
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

    /// <summary>Shown, and chosen, where the document says nothing; null: nothing.</summary>
    public string? Usual { get; init; }

    /// <summary>The word for an empty list, where that is not the same as none at all.</summary>
    public string? Nothing { get; init; }

    public bool IsLong => Kind is ColumnKind.Lines or ColumnKind.Pairs or ColumnKind.Groups or ColumnKind.Picture;
}

/// <summary>A part of the settings that is edited on a screen of its own: single fields, a table of entries of which the first that fits wins, or both.</summary>
/// <param name="At">Path of the list in the document; empty when there are only fields.</param>
public sealed record RuleSection(string Name, string Title, string About, string At, IReadOnlyList<RuleColumn> Columns)
{
    /// <summary>Single values, by their paths in the document.</summary>
    public IReadOnlyList<RuleColumn> Fields { get; init; } = [];

    /// <summary>The rows are those of another section: here they are neither added, moved nor taken away, and their first column is their name.</summary>
    public bool IsFixed { get; init; }

    /// <summary>Said while the table is empty, with what then counts.</summary>
    public string Missing { get; init; } = "There is no rule yet.";
    public string Without { get; init; } = "";

    /// <summary>Sections of one group stand beside one another; a key of the screens' words.</summary>
    public string Group { get; init; } = RuleSections.OfTickets;

    /// <summary>What it is about, where there may be several of its kind: a page's name.</summary>
    public string? Subject { get; init; }

    /// <summary>Whether the last tickets show what it would do.</summary>
    public bool ShowsTickets { get; init; } = true;

    /// <summary>Path of what an entry has only together with its times: without them the rest means nothing.</summary>
    public string? GoesWithItsTimes { get; init; }

    /// <summary>Path of what is taken away when the table has no row.</summary>
    public string? GoesWithItsRows { get; init; }

    public bool HasTable => At.Length > 0;

    /// <summary>Severities by impact and urgency stand in a matrix above the table.</summary>
    public bool HasMatrix { get; init; }

    public IEnumerable<string> OptionsAsked => Fields.Concat(Columns).Select(column => column.Options).OfType<string>().Distinct();
}

/// <summary>Names of the lists of options, which a site fills.</summary>
public static class OptionLists
{
    public const string Projects = "projects", IssueTypes = "issueTypes", RequestTypes = "requestTypes", Priorities = "priorities", Impacts = "impacts", Urgencies = "urgencies",
        ChoiceFields = "choiceFields", DateFields = "dateFields", AllFields = "allFields", Components = "components", Portals = "portals", Channels = "channels",
        Severities = "severities", States = "states", Classes = "classes", Kinds = "kinds", Languages = "languages", Decisions = "decisions",
        Yes = "yes", Zones = "zones", Spared = "spared", Policies = "policies", Needs = "needs", Days = "days", Roles = "roles", Accesses = "accesses", Ways = "ways",
        InternalTemplates = "internalTemplates", ExternalTemplates = "externalTemplates", Pages = "pages", People = "people";

    /// <summary>Lists that the app knows by itself: nothing in them is renamed or archived on a site.</summary>
    public static IReadOnlySet<string> OfTheApp { get; } = new HashSet<string>(StringComparer.Ordinal) { Severities, States, Classes, Kinds, Languages, Decisions, Yes, Zones, Spared, Policies, Needs, Days, Roles, Accesses, Ways, InternalTemplates, ExternalTemplates, Pages };
}
