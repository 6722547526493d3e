using System.Text.Json;

namespace JsmConnector.AtlassianConnect.Authentication;

/// <summary>Reads the `context` claim. Its shape differs by module and is not documented in full, so everything is optional.</summary>
internal static class ContextClaim
{
    public static ConnectContext Read(JsonElement context)
    {
        var jira = Member(context, "jira");
        var issue = Member(jira, "issue");
        var project = Member(jira, "project");
        return new ConnectContext
        {
            AccountId = Text(Member(context, "user"), "accountId"),
            IssueId = Text(issue, "id"),
            IssueKey = Text(issue, "key"),
            ProjectId = Text(project, "id"),
            ProjectKey = Text(project, "key"),
            ModuleKey = Text(context, "moduleKey") ?? Text(Member(context, "module"), "key"),
        };
    }

    private static JsonElement Member(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var member) ? member : default;

    // Ids come as text from some modules and as numbers from others; Jira leaves an unresolved one empty.
    private static string? Text(JsonElement element, string name) => Member(element, name) switch
    {
        { ValueKind: JsonValueKind.String } text when text.GetString() is { Length: > 0 } value => value,
        { ValueKind: JsonValueKind.Number } number => number.GetRawText(),
        _ => null,
    };
}
