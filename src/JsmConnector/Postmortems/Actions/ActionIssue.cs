using System.Globalization;
using System.Text.Json;

namespace JsmConnector.Postmortems.Actions;

/// <summary>An action's issue as Jira wants it and as Jira tells it.</summary>
/// <param name="OwnerName">Null while nobody is assigned.</param>
public sealed record ActionIssue(string Id, string Key, string? Status, bool IsDone, string? OwnerName)
{
    /// <summary>What is asked for when an issue is looked at.</summary>
    public static IReadOnlyCollection<string> Fields { get; } = ["status", "assignee"];

    public static object Of(PostmortemAction action, string incidentKey, string postmortemUrl)
    {
        var fields = new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["project"] = new { key = action.ProjectKey },
            ["issuetype"] = new { name = action.IssueType },
            ["summary"] = action.Title,
            ["description"] = Description(action, incidentKey, postmortemUrl),
            ["labels"] = new[] { "postmortem-action", action.Label },
        };
        if (action.Owner is { } owner)
            fields["assignee"] = new { accountId = owner };
        if (action.DueOn is { } due)
            fields["duedate"] = due.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        return new { fields };
    }

    public static ActionIssue? Read(JsonElement issue)
    {
        if (Text(issue, "id") is not { } id || Text(issue, "key") is not { } key)
            return null;
        var fields = Member(issue, "fields");
        var status = Member(fields, "status");
        return new ActionIssue(id, key, Text(status, "name"), Text(Member(status, "statusCategory"), "key") == "done", Text(Member(fields, "assignee"), "displayName"));
    }

    public static bool IsLinkedTo(JsonElement issue, string key) =>
        Member(Member(issue, "fields"), "issuelinks") is { ValueKind: JsonValueKind.Array } links
        && links.EnumerateArray().Any(link => Text(Member(link, "inwardIssue"), "key") == key || Text(Member(link, "outwardIssue"), "key") == key);

    private static object Description(PostmortemAction action, string incidentKey, string postmortemUrl) => new
    {
        type = "doc",
        version = 1,
        content = (action.Description ?? "").Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0).Select(line => Paragraph(new { type = "text", text = line }))
            .Append(Paragraph(
                new { type = "text", text = $"Decided after {incidentKey}: " },
                new { type = "text", text = "read the postmortem", marks = new[] { new { type = "link", attrs = new { href = postmortemUrl } } } }))
            .ToArray(),
    };

    private static object Paragraph(params object[] content) => new { type = "paragraph", content };

    private static JsonElement Member(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var member) ? member : default;

    private static string? Text(JsonElement element, string name) => Member(element, name) switch
    {
        { ValueKind: JsonValueKind.String } text => text.GetString(),
        { ValueKind: JsonValueKind.Number } number => number.GetRawText(),
        _ => null,
    };
}
