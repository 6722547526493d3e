using System.Globalization;
using System.Text.Json;
using JsmConnector.AtlassianConnect.Documents;
using JsmConnector.Incidents;

namespace JsmConnector.Webhooks;

/// <summary>Reads what happened to a ticket: changelog items and comments, each a timeline fact that names its source.</summary>
public static class ReadFacts
{
    private const int LongestText = 4000;
    private const int MostItems = 200;
    private const int LongestId = 50;

    /// <summary>Fields whose changes tell a reader of a postmortem nothing.</summary>
    private static readonly HashSet<string> Noise = new(StringComparer.OrdinalIgnoreCase)
    {
        "rank", "sprint", "watchers", "votes", "attachment", "timespent", "timeestimate", "timeoriginalestimate", "worklogid", "workflow", "description", "comment",
    };

    public static IEnumerable<TimelineFact> FromChangelog(JsonElement root, DateTimeOffset at)
    {
        var changelog = root.Member("changelog");
        // Without an id the event's time stands in: the same event told twice has the same time.
        var id = ReadIssue.Cut(changelog.Text("id"), LongestId) ?? at.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
        var actor = ReadIssue.Cut(root.Member("user").Text("displayName"), 255);
        var number = 0;
        foreach (var item in changelog.Member("items").Items().Take(MostItems))
        {
            var key = $"changelog/{id}/{(number++).ToString(CultureInfo.InvariantCulture)}";
            // `field` can be translated, `fieldId` cannot; a quarter of real items has none.
            if ((item.Text("fieldId") ?? item.Text("field")) is not { } field || Noise.Contains(field))
                continue;
            yield return new TimelineFact
            {
                Key = key,
                At = at,
                Kind = Kind(field),
                Text = ReadIssue.Cut($"{item.Text("field") ?? field}: {Shown(item, "fromString", "from")} → {Shown(item, "toString", "to")}", LongestText)!,
                Actor = actor,
                Evidence = key,
                AsOf = at,
            };
        }
    }

    /// <summary>
    /// A comment is public only when Jira says so outright and nothing says otherwise (`jsdPublic`, no role or group restriction, no internal mark);
    /// when in doubt it is internal. Visibility concerns the customer portal: a public comment still goes to no status page by itself.
    /// </summary>
    public static TimelineFact? FromComment(JsonElement comment, bool removed, DateTimeOffset at)
    {
        if (comment.Text("id") is not { Length: > 0 and <= LongestId } id)
            return null;
        var body = comment.Member("body");
        var text = body.ValueKind == JsonValueKind.Object ? AtlassianDocument.Parse(body).ToPlainText() : WikiMarkup.Parse(body.Text()).ToPlainText();
        return new TimelineFact
        {
            Key = $"comment/{id}",
            At = comment.Time("created") ?? at,
            Kind = "comment",
            Text = removed ? "" : ReadIssue.Cut(text, LongestText) ?? "",
            Visibility = IsPublic(comment) ? Visibility.Public : Visibility.Internal,
            Actor = ReadIssue.Cut(comment.Member("author").Text("displayName"), 255),
            Evidence = $"comment/{id}",
            AsOf = comment.Time("updated") is { } updated && updated > at && !removed ? updated : at,
            Removed = removed,
        };
    }

    private static bool IsPublic(JsonElement comment) =>
        comment.Member("jsdPublic").ValueKind == JsonValueKind.True
        && comment.Member("visibility").ValueKind is JsonValueKind.Undefined or JsonValueKind.Null
        && !comment.Member("properties").Items().Any(property =>
            property.Text("key") == "sd.public.comment" && property.Member("value").Member("internal").Text() is "true"
            || property.Text("key") == "sd.public.comment" && property.Member("value").Member("internal").ValueKind == JsonValueKind.True);

    private static string Kind(string field) => field.ToLowerInvariant() switch
    {
        "status" => "status",
        "priority" => "priority",
        "assignee" => "assignee",
        "link" or "issuelinks" => "link",
        "resolution" => "resolution",
        _ => "field",
    };

    private static string Shown(JsonElement item, string name, string id) => item.Text(name) ?? item.Text(id) ?? "none";
}
