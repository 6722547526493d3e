using System.Net;
using System.Text.Json;
using JsmConnector.Incidents;
using JsmConnector.StatusPages.History;
using JsmConnector.StatusPages.Import;

namespace JsmConnector.StatusPages.Providers.Statuspage;

/// <summary>Components, groups and ended incidents out of the JSON of Statuspage; its public v2 and its manage API name them alike. Unknown members are passed over. Pure.</summary>
public static class ReadStatuspagePast
{
    private const int LongestTitle = 255;

    /// <param name="components">The list of components, groups among them.</param>
    public static IReadOnlyList<ImportedGroup> Groups(JsonElement components)
    {
        var rows = Rows(components).Where(row => Text(row, "id") is not null && Text(row, "name") is { Length: > 0 }).ToList();
        var groups = rows.Where(IsGroup).ToDictionary(row => Text(row, "id")!, row => Text(row, "name")!);
        return
        [
            .. rows.Where(row => !IsGroup(row)).GroupBy(row => Text(row, "group_id") is { } id && groups.TryGetValue(id, out var name) ? name : null)
                .Select(same => new ImportedGroup(same.Key, [.. same.Select(row => Text(row, "name")!.Trim()).Distinct(StringComparer.OrdinalIgnoreCase)])),
        ];
    }

    /// <summary>Those that have ended; what is open is for people to take over.</summary>
    public static IReadOnlyList<PastIncident> Incidents(JsonElement incidents) => [.. Rows(incidents).Select(Incident).OfType<PastIncident>()];

    private static PastIncident? Incident(JsonElement row)
    {
        if (Text(row, "id") is not { } id || Text(row, "name") is not { Length: > 0 } name || Text(row, "status") is not ("resolved" or "postmortem"))
            return null;
        var created = Time(row, "started_at") ?? Time(row, "created_at");
        var ended = Time(row, "resolved_at") ?? Time(row, "updated_at") ?? created;
        if (created is not { } start || ended is not { } end)
            return null;
        var updates = Rows(row.TryGetProperty("incident_updates", out var list) ? list : default).Select(Update).OfType<(Stage Stage, string Words, DateTimeOffset At)>().OrderBy(update => update.At).ToList();
        var components = Rows(row.TryGetProperty("components", out var touched) ? touched : default).Select(component => Text(component, "name")).OfType<string>();
        var impact = Text(row, "impact") is "none" or "minor" or "major" or "critical" ? Text(row, "impact")! : "minor";
        return new PastIncident(id, FitText.To(LongestTitle, WebUtility.HtmlDecode(name)), impact, start, end < start ? start : end, [.. components], updates);
    }

    private static (Stage Stage, string Words, DateTimeOffset At)? Update(JsonElement row)
    {
        var stage = Text(row, "status") is { } status && Stages.Of(status) is var known && known.Name() == status ? known : Stage.Resolved;
        return (Time(row, "display_at") ?? Time(row, "created_at")) is { } at ? (stage, Plain(Text(row, "body") ?? ""), at) : null;
    }

    /// <summary>Bodies are HTML for readers of the format; here words are plain text.</summary>
    private static string Plain(string html)
    {
        var lines = html.Replace("<br />", "\n", StringComparison.OrdinalIgnoreCase).Replace("<br>", "\n", StringComparison.OrdinalIgnoreCase).Replace("</p>", "\n", StringComparison.OrdinalIgnoreCase);
        var text = new System.Text.StringBuilder();
        var inTag = false;
        foreach (var letter in lines)
        {
            inTag = letter == '<' || (inTag && letter != '>');
            if (!inTag && letter != '>')
                text.Append(letter);
        }
        return FitText.To(StatuspageIncident.LongestBody, WebUtility.HtmlDecode(text.ToString()));
    }

    private static bool IsGroup(JsonElement row) => row.TryGetProperty("group", out var group) && group.ValueKind == JsonValueKind.True;

    private static IEnumerable<JsonElement> Rows(JsonElement list) => list.ValueKind == JsonValueKind.Array ? list.EnumerateArray().Where(row => row.ValueKind == JsonValueKind.Object) : [];

    private static string? Text(JsonElement row, string name) => row.TryGetProperty(name, out var member) && member.ValueKind == JsonValueKind.String ? member.GetString() : null;

    private static DateTimeOffset? Time(JsonElement row, string name) => row.TryGetProperty(name, out var member) && member.ValueKind == JsonValueKind.String && member.TryGetDateTimeOffset(out var at) ? at : null;
}
