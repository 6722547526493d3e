namespace JsmConnector.Postmortems;

public static class PostmortemAddress
{
    /// <summary>The app's general page inside Jira: Jira hands `ac.incident` on to the frame.</summary>
    /// <param name="siteUrl">Of the Jira site, with its context path if it has one.</param>
    public static string InJira(string siteUrl, string issueKey) =>
        $"{siteUrl.TrimEnd('/')}/plugins/servlet/ac/io.jsmconnector.app/postmortem?ac.incident={Uri.EscapeDataString(issueKey)}";
}
