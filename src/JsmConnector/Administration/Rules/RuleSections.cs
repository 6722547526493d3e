using JsmConnector.Installations.Settings;

namespace JsmConnector.Administration.Rules;

/// <summary>The sections of the rules, in the order in which a ticket meets them. What one lists here is all that its screen needs.</summary>
public static class RuleSections
{
    public const string OfTickets = "Rules", OfPlaces = "Where it goes", Afterwards = "After an incident";

    private static readonly RuleColumn Projects = new("projects", "Projects", ColumnKind.Names) { Options = OptionLists.Projects };
    private static readonly RuleColumn IssueTypes = new("issueTypes", "Issue types", ColumnKind.Names) { Options = OptionLists.IssueTypes };
    private static readonly RuleColumn RequestTypes = new("requestTypes", "Request types", ColumnKind.Names) { Options = OptionLists.RequestTypes };
    private static readonly RuleColumn When = new("when", "Condition") { Empty = "none", Hint = "For example: labels = outage AND major = true" };

    private const string Every = "as usual";

    public static IReadOnlyList<RuleSection> All { get; } =
    [
        new("incidents", "Incidents", "Which tickets are incidents. What a rule does not name does not matter.", "rules.incidents",
            [new("name", "Name") { Empty = "no name" }, Projects, IssueTypes, RequestTypes, When, new("isIncident", "Then", ColumnKind.Flag) { Options = OptionLists.Decisions }])
        {
            Fields = [new("rules.excludedLabels", "Labels that are never incidents", ColumnKind.Names) { Empty = "none", Hint = "Separated by commas." }],
            Without = "The usual marks count: the type Incident, or a request type of the incident practice, in a service project.",
        },
        new("severity", "Severity", "How bad a ticket is: 1 major outage, 2 partial outage, 3 degraded performance, 4 no component changes.", "rules.severity",
            [Projects, new("impact", "Impact", ColumnKind.Choice) { Options = OptionLists.Impacts }, new("urgency", "Urgency", ColumnKind.Choice) { Options = OptionLists.Urgencies },
             new("priority", "Priority", ColumnKind.Choice) { Options = OptionLists.Priorities }, When, new("severity", "Severity", ColumnKind.Number) { Options = OptionLists.Severities, IsRequired = true }])
        {
            Fields =
            [
                new("rules.fields.impact", "Field of the impact", ColumnKind.Choice) { Options = OptionLists.ChoiceFields, Empty = "none" },
                new("rules.fields.urgency", "Field of the urgency", ColumnKind.Choice) { Options = OptionLists.ChoiceFields, Empty = "none" },
                new("rules.fields.major", "Field that marks a major incident", ColumnKind.Choice) { Options = OptionLists.ChoiceFields, Empty = "none" },
            ],
            HasMatrix = true,
            Without = "The priority counts: Highest 1, High 2, Medium 3, Low and below 4.",
        },
        new("components", "Components", "What the services, components and labels of Jira are called on the page. One may become several; none at all means that the page shows nothing of it.", "rules.components",
            [new("from", "In Jira") { IsRequired = true, Empty = "" }, new("kind", "Kind", ColumnKind.Choice) { Options = OptionLists.Kinds },
             new("to", "On the page", ColumnKind.Names) { Options = OptionLists.Components, IsRequired = true, Empty = "nothing" }])
        {
            Fields = [new("rules.fields.components", "Fields whose values name components", ColumnKind.Names) { Options = OptionLists.AllFields, Empty = "none", Hint = "For example a field with Assets objects." }],
            Without = "Services, else the components of the ticket, stand on the page under their own names.",
        },
        new("effects", "Effects", "What a severity makes of the components that it touches. Name components for an exception; put exceptions first.", "rules.effects",
            [new("severity", "Severity", ColumnKind.Number) { Options = OptionLists.Severities, IsRequired = true }, new("components", "Components", ColumnKind.Names) { Options = OptionLists.Components, Empty = "every" },
             new("state", "State on the page", ColumnKind.Choice) { Options = OptionLists.States, IsRequired = true }])
        {
            Without = "1 major outage, 2 partial outage, 3 degraded performance, 4 operational.",
        },
        new("classes", "Classes", "What kind of trouble a ticket is. The class chooses the words that readers get.", "rules.classes",
            [When with { IsRequired = true, Empty = "" }, new("class", "Class", ColumnKind.Choice) { Options = OptionLists.Classes, IsRequired = true }])
        {
            Without = "Every incident is an outage.",
        },
        new("planned", "Planned work", "Which change tickets pages announce as maintenance, from the planned start to the planned end.", "rules.plannedWork",
            [Projects, IssueTypes, RequestTypes, When, new("start", "Field of the planned start", ColumnKind.Choice) { Options = OptionLists.DateFields, IsRequired = true, Empty = "" },
             new("end", "Field of the planned end", ColumnKind.Choice) { Options = OptionLists.DateFields, IsRequired = true, Empty = "" }])
        {
            Without = "No ticket is announced as planned work.",
        },
        new("promises", "Promises", "When the next update is promised. Customers are told within the hour, whatever is said here.", "", [])
        {
            Fields =
            [
                .. Enumerable.Range(1, 4).Select(level => new RuleColumn($"promises.minutes.{level}", $"Minutes at severity {level}", ColumnKind.Number) { Empty = Every, Hint = level == 1 ? "10 to 60. Left empty, it follows the stage: 20 to 60 minutes." : null }),
                new("promises.holdingPosts", "Say “nothing new yet” when a promised time passes and nobody wrote", ColumnKind.Flag) { Options = OptionLists.Yes, Hint = "Never for security and loss of data, and at most three times in a row." },
            ],
            ShowsTickets = false,
        },
        new("comments", "Comments", "What becomes of a comment for customers that the team writes on an incident's ticket. Internal comments stay inside whatever is said here.", "tickets.publicComments",
            [Projects, new("policy", "Then", ColumnKind.Choice) { Options = OptionLists.Policies, IsRequired = true, Empty = "" }])
        {
            Fields = [new("tickets.log", "Note each new stage at the ticket in an internal comment", ColumnKind.Flag) { Options = OptionLists.Yes }],
            Without = "Comments stay at the ticket.",
            ShowsTickets = false,
        },
        new("portals", "Portals", "Which incidents a portal announces: those that touch one of the components.", "rules.portals",
            [new("portal", "Portal", ColumnKind.Choice) { Options = OptionLists.Portals, IsRequired = true, Empty = "" }, new("components", "Components", ColumnKind.Names) { Options = OptionLists.Components, IsRequired = true, Empty = "none: it announces nothing" }])
        {
            Without = "Every portal announces every incident.",
            Group = OfPlaces,
        },
        new("audiences", "Audiences", "Who is told together, and on which channels. Status pages and portals need no entry.", "audiences",
            [new("name", "Name") { IsRequired = true, Empty = "" }, new("channels", "Channels", ColumnKind.Names) { Options = OptionLists.Channels, Empty = "none" },
             new("language", "Language", ColumnKind.Choice) { Options = OptionLists.Languages, IsRequired = true, Empty = "" }, new("plannedWork", "Planned work", ColumnKind.Flag) { Options = OptionLists.Yes }])
        {
            Without = "Nobody is told but readers of pages and portals.",
            Group = OfPlaces,
        },
        new("quiet-hours", "Quiet hours", "When an audience is left in peace. Afterwards it hears the last word of each incident.", "audiences",
            [new("name", "Audience") { IsRequired = true, Empty = "" }, new("quietHours.from", "Quiet from", ColumnKind.Time) { Empty = "" }, new("quietHours.until", "until", ColumnKind.Time) { Empty = "" },
             new("quietHours.zone", "Time zone") { Options = OptionLists.Zones, Empty = "UTC" },
             new("quietHours.unlessSeverity", "Told all the same", ColumnKind.Number) { Options = OptionLists.Spared, Empty = Every }])
        {
            Without = "Add one on the screen Audiences.",
            GoesWithItsTimes = "quietHours",
            IsFixed = true,
            Group = OfPlaces,
            ShowsTickets = false,
        },
        new("pace", "How often", "Within how long it hears the next update, when that is less often than customers do: 10 to 1440.", "audiences",
            [new("name", "Audience") { IsRequired = true, Empty = "" }, .. Enumerable.Range(1, 4).Select(level => new RuleColumn($"minutes.{level}", $"Minutes at severity {level}", ColumnKind.Number) { Empty = Every })])
        {
            Without = "Add one on the screen Audiences.",
            IsFixed = true,
            Group = OfPlaces,
            ShowsTickets = false,
        },
        new("approval", "Approval", "Who must approve a person's words about security incidents (security and legal) and loss of data (legal). A role that nobody has is not asked for.", "words.approvers",
            [new("role", "Role", ColumnKind.Choice) { Options = OptionLists.Roles, IsRequired = true, Empty = "" }, new("people", "People", ColumnKind.Names) { Options = OptionLists.People, IsRequired = true, Empty = "none" }])
        {
            Fields =
            [
                new("words.company", "Your name as readers know it") { Empty = "no name", Hint = "It opens text messages." },
                new("words.mustBeComplete", "An update must answer every question of its stage", ColumnKind.Flag) { Options = OptionLists.Yes, Hint = "“None known” is an answer. Without it the form shows what is missing and lets it pass. People are written by their names in Jira, or by their account ids." },
            ],
            Without = "Nobody must approve.",
            Group = OfPlaces,
            ShowsTickets = false,
        },
        .. AfterIncidents.Sections,
    ];

    /// <summary>With those of the site's own pages.</summary>
    public static IReadOnlyList<RuleSection> For(InstallationSettings settings) => [.. All, .. PageSections.Of(settings)];

    /// <returns>Null for a page that is gone, and for a section of a later version than this node's.</returns>
    public static RuleSection? Find(string? name, InstallationSettings? settings = null) => (settings is null ? All : For(settings)).FirstOrDefault(section => section.Name == name);

    /// <summary>What is shown: the first where it is not known. What is saved asks <see cref="Find"/>.</summary>
    public static RuleSection Of(string? name, InstallationSettings? settings = null) => Find(name, settings) ?? All[0];
}
