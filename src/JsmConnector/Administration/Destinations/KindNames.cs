namespace JsmConnector.Administration.Destinations;

/// <summary>What people call the kinds of pages and channels: keys of the screens' words. A kind without an entry goes by its own name.</summary>
public static class KindNames
{
    private static readonly Dictionary<string, string> Names = new(StringComparer.Ordinal)
    {
        ["page:builtin"] = "Built-in page",
        ["page:statuspage"] = "Atlassian Statuspage",
        ["page:jsm"] = "Status page of Jira Service Management (experimental)",
        ["page:webhook"] = "Any page, by webhook",
        ["channel:bluesky"] = "Bluesky",
        ["channel:email"] = "E-mail",
        ["channel:jira"] = "Comments on linked requests",
        ["channel:jira-mail"] = "Mail from Jira to its people",
        ["channel:push"] = "Browser notifications",
        ["channel:mastodon"] = "Mastodon",
        ["channel:slack"] = "Slack",
        ["channel:slack-webhook"] = "Slack, by webhook",
        ["channel:sms"] = "Text messages",
        ["channel:teams"] = "Microsoft Teams",
        ["channel:webhook"] = "Signed webhook",
        ["channel:x"] = "X",
    };

    public static IEnumerable<string> All => Names.Values;

    public static string Of(string what, string kind) => Names.GetValueOrDefault($"{what}:{kind}", kind);
}
