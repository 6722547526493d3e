namespace JsmConnector.Administration.Rules;

/// <summary>The sections about what happens when an incident is over.</summary>
internal static class AfterIncidents
{
    private static readonly RuleColumn Projects = new("projects", "Projects", ColumnKind.Names) { Options = OptionLists.Projects };
    private static readonly RuleColumn Classes = new("classes", "Classes", ColumnKind.Names) { Options = OptionLists.Classes };
    private const string Usual = "as usual";

    public static IReadOnlyList<RuleSection> Sections { get; } =
    [
        Afterwards(new("postmortem-policy", "Postmortem rules", "Which incidents get a postmortem, and when the draft is written.", "postmortems.policy",
            [new("severities", "Severities", ColumnKind.Names) { Options = OptionLists.Severities }, Classes, Projects, new("need", "A postmortem is", ColumnKind.Choice) { Options = OptionLists.Needs, IsRequired = true, Empty = "" }])
        {
            Fields =
            [
                new("postmortems.delay", "Quiet time before the draft", ColumnKind.Span) { Empty = Usual, Hint = "After the end of the incident: minutes, or hours, minutes and seconds like 00:30:00." },
                new("postmortems.language", "Language of the documents", ColumnKind.Choice) { Options = OptionLists.Languages, IsRequired = true, Empty = "" },
            ],
            Without = "Severities 1 and 2 require one, others may have one.",
        }),
        Afterwards(new("postmortem-texts", "Choice of templates", "Which templates a postmortem begins with. Templates of your own are written on the screen Postmortem templates.", "postmortems.templates",
            [Projects, Classes, new("internal", "For the team", ColumnKind.Choice) { Options = OptionLists.InternalTemplates, Empty = Usual }, new("external", "For customers", ColumnKind.Choice) { Options = OptionLists.ExternalTemplates, Empty = Usual },
             new("language", "Language", ColumnKind.Choice) { Options = OptionLists.Languages, Empty = Usual }])
        {
            Without = "The usual ones of the class: atlassian for the team and four-part for customers, and what security and loss of data ask for.",
        }),
        Afterwards(new("reviews", "Reviews", "How people agree on a postmortem, and by when.", "", [])
        {
            Fields =
            [
                new("postmortems.review.approvals", "People who must approve", ColumnKind.Number) { Empty = Usual, Hint = "1 to 10." },
                new("postmortems.review.authorMayApprove", "The author may be one of them", ColumnKind.Flag) { Options = OptionLists.Yes },
                new("postmortems.review.daysForSeverity1", "Days until the review at severity 1", ColumnKind.Number) { Empty = Usual, Hint = "Calendar days after the end of the incident." },
                new("postmortems.review.workingDaysForOthers", "Working days until the review of others", ColumnKind.Number) { Empty = Usual },
                new("postmortems.review.workingDays", "Working days", ColumnKind.Names) { Options = OptionLists.Days, Empty = Usual },
                new("postmortems.review.holidays", "Holidays", ColumnKind.Names) { Empty = "none", Hint = "Dates like 2026-12-25, separated by commas." },
                new("postmortems.review.timeZone", "Time zone") { Options = OptionLists.Zones, Empty = "UTC" },
            ],
        }),
        Afterwards(new("actions", "Actions", "How action items become issues, and by when they should be done.", "", [])
        {
            Fields =
            [
                new("postmortems.actions.project", "Project for the issues") { Options = OptionLists.Projects, Empty = "the incident's own" },
                new("postmortems.actions.projects", "More projects that people may choose", ColumnKind.Names) { Options = OptionLists.Projects, Empty = "none" },
                new("postmortems.actions.issueType", "Issue type") { Empty = Usual, Hint = "Its name, like Task." },
                new("postmortems.actions.linkType", "Link to the incident's ticket") { Empty = Usual, Hint = "Its name, like Relates." },
                new("postmortems.actions.weeksForPriority", "Weeks for a priority action", ColumnKind.Number) { Empty = Usual },
                new("postmortems.actions.weeksForOthers", "Weeks for other actions", ColumnKind.Number) { Empty = Usual },
            ],
        }),
        Afterwards(new("publishing", "Publishing", "Where a postmortem goes once people agreed on it: pages for the team in Confluence, the account for customers on status pages.", "postmortems.publishing.confluence.spaces",
            [Projects, new("space", "Space") { IsRequired = true, Empty = "" }, new("parentId", "Below the page") { Empty = "the space's home page" }])
        {
            Fields =
            [
                new("postmortems.publishing.confluence.account", "Account that writes in Confluence") { Empty = "", Hint = "Its e-mail; left empty for a token that stands alone." },
                new("postmortems.publishing.confluence.token", "Its API token", ColumnKind.Secret) { Hint = "It is never shown. Left empty, it stays." },
                new("postmortems.publishing.confluence.cloudId", "Cloud id of the site") { Empty = "", Hint = "Only for a token with scopes; from https://your-site.atlassian.net/_edge/tenant_info." },
                new("postmortems.publishing.confluence.label", "Label of the pages") { Usual = "postmortem", Empty = Usual },
                new("postmortems.publishing.statusPages", "Status pages that get the account", ColumnKind.Names) { Options = OptionLists.Pages, Empty = "all", Nothing = "none", Hint = "Write none for no page." },
                new("postmortems.publishing.notifySubscribers", "Statuspage tells its subscribers of it", ColumnKind.Flag) { Options = OptionLists.Yes },
                new("postmortems.publishing.commentOnTicket", "An internal comment on the ticket says where it is", ColumnKind.Flag) { Options = OptionLists.Yes },
            ],
            Missing = "There is no space yet.",
            Without = "No page is made in Confluence. When the last space is removed, account and token are forgotten.",
            GoesWithItsRows = "postmortems.publishing.confluence",
        }),
    ];

    private static RuleSection Afterwards(RuleSection section) => section with { Group = RuleSections.Afterwards, ShowsTickets = false };
}
