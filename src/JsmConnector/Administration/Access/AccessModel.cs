using JsmConnector.Installations.ApiTokens;

namespace JsmConnector.Administration.Access;

/// <param name="Why">What decides about it.</param>
public sealed record AccessRow(string Who, string May, string Why);

public sealed record AccessModel
{
    /// <summary>Fixed by the app; keys of the screens' words.</summary>
    public static IReadOnlyList<AccessRow> Rules { get; } =
    [
        new("Jira administrators", "Everything on these screens: settings, tokens, access links, the past of pages", "Jira's global permission Administer Jira, asked at every request"),
        new("People who may edit a ticket", "Publish, correct and draft words about its incident; write and approve its postmortem", "Jira's permission Edit issues in the project"),
        new("People who may see a ticket", "Read its panel and its postmortem", "Jira's permission Browse projects, and the ticket's security level"),
        new("Customers and visitors of a portal", "Read the announcements on the portal", "The portal itself; internal words never go there"),
        new("Readers of a public page", "Read the page and its feeds; subscribe", "The page's setting “Who may read it”"),
        new("Readers with an access link, or who sign in", "Read a page that is not public", "The links and addresses that an administrator names for the page"),
        new("Whoever runs the app", "Keys, limits, the list of sites; no words of a site", "The operator's own sign-in and command line"),
    ];

    /// <summary>Tokens that work now, by what they may.</summary>
    public required IReadOnlyDictionary<ApiTokenRight, int> Tokens { get; init; }

    /// <summary>Page, who may read it, links that work, addresses and domains that may sign in.</summary>
    public required IReadOnlyList<(string Page, bool IsPublic, int Links, int Readers)> Pages { get; init; }

    public required string SessionToken { get; init; }
    public required string OverviewPath { get; init; }
}
