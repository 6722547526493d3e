using System.Globalization;
using System.Text.Json;

namespace JsmConnector.Notifications.Channels.JiraRequests;

/// <summary>The tickets that an incident's ticket is linked with. Pure.</summary>
internal static class LinkedRequests
{
    public const int Most = 100;

    /// <summary>How the names of companies end behind a comma: “Acme, Inc.” is one name.</summary>
    private static readonly HashSet<string> Endings = new(["ab", "ag", "as", "bv", "co", "cokg", "corp", "gmbh", "inc", "kg", "limited", "llc", "llp", "lp", "ltd", "nv", "oy", "plc", "pty", "ptyltd", "sa", "sas", "se", "spa", "srl"], StringComparer.OrdinalIgnoreCase);

    /// <param name="issue">As Jira tells it, with `issuelinks`.</param>
    /// <param name="types">Names of link types; empty: all.</param>
    /// <returns>Ids of tickets, each once.</returns>
    public static IReadOnlyList<string> Of(JsonElement issue, string? types)
    {
        var wanted = (types ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (Member(Member(issue, "fields"), "issuelinks") is not { ValueKind: JsonValueKind.Array } links)
            return [];
        return
        [
            .. links.EnumerateArray()
                .Where(link => wanted.Length == 0 || wanted.Contains(Text(Member(link, "type"), "name"), StringComparer.OrdinalIgnoreCase))
                .Select(link => Text(Member(link, "inwardIssue"), "id") ?? Text(Member(link, "outwardIssue"), "id"))
                .OfType<string>().Distinct(StringComparer.Ordinal).Take(Most),
        ];
    }

    public static bool IsInServiceProject(JsonElement issue) => Text(Member(Member(issue, "fields"), "project"), "projectTypeKey") == "service_desk";

    /// <summary>One on each line. A single line may hold several, with commas between them, unless one of the commas may belong to a name.</summary>
    /// <returns>Names and ids.</returns>
    public static IReadOnlyList<string> Organizations(string? text)
    {
        var lines = Parts(text ?? "", '\n');
        return lines is [var line] && Parts(line, ',') is var parts && !parts.Any(part => Endings.Contains(part.Replace(".", "", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal))) ? parts : lines;
    }

    /// <param name="issue">As Jira tells it, with the field.</param>
    /// <param name="field">Id of the field that holds the organisations of a request.</param>
    public static bool IsSharedWith(JsonElement issue, string field, IReadOnlyCollection<string> organizations) =>
        Member(Member(issue, "fields"), field) is { ValueKind: JsonValueKind.Array } shared
        && shared.EnumerateArray().Any(organization => organizations.Contains(Text(organization, "name"), StringComparer.OrdinalIgnoreCase) || organizations.Contains(Id(organization), StringComparer.Ordinal));

    private static string[] Parts(string text, char between) => text.Split(between, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static string? Id(JsonElement organization) => Member(organization, "id") is { ValueKind: JsonValueKind.Number } number && number.TryGetInt64(out var id) ? id.ToString(CultureInfo.InvariantCulture) : Text(organization, "id");

    private static JsonElement Member(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var member) ? member : default;

    private static string? Text(JsonElement element, string name) => Member(element, name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;
}
