using System.Globalization;
using System.Text.Json;
using JsmConnector.Incidents;
using JsmConnector.Installations;

namespace JsmConnector.Webhooks;

/// <summary>
/// Reads an issue as webhooks and REST carry it. Nearly every field can be null, missing or of another type than documented:
/// whatever cannot be read is left out, never an error. Returns null only without an id.
/// </summary>
public static class ReadIssue
{
    private const int LongestName = 255;
    private const int LongestSummary = 500;
    private const int MostComponents = 1000;

    public static IssueSnapshot? From(JsonElement issue, SiteCatalog catalog, DateTimeOffset eventAt, bool isPartial)
    {
        if (issue.Text("id") is not { Length: > 0 } id)
            return null;
        var fields = issue.Member("fields");
        var requestType = RequestType(fields, catalog);
        return new IssueSnapshot
        {
            IssueId = id,
            Key = Cut(issue.Text("key"), LongestName) ?? id,
            ProjectKey = Cut(fields.Member("project").Text("key"), LongestName),
            ProjectType = fields.Member("project").Text("projectTypeKey"),
            IssueTypeId = fields.Member("issuetype").Text("id"),
            IssueTypeName = Cut(fields.Member("issuetype").Text("name"), LongestName),
            RequestTypeId = requestType.Text("id"),
            RequestTypePractice = requestType.Text("practice"),
            StatusId = fields.Member("status").Text("id"),
            StatusName = Cut(fields.Member("status").Text("name"), LongestName),
            StatusCategory = fields.Member("status").Member("statusCategory").Text("key"),
            PriorityId = fields.Member("priority").Text("id"),
            PriorityName = fields.Member("priority").Text("name"),
            ResolutionId = fields.Member("resolution").Text("id"),
            ResolutionName = Cut(fields.Member("resolution").Text("name"), LongestName),
            ResolvedAt = fields.Time("resolutiondate"),
            Summary = Cut(fields.Text("summary"), LongestSummary),
            HasSecurityLevel = fields.Member("security").ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null),
            SecurityLevelId = fields.Member("security").Text("id"),
            Labels = Names(fields.Member("labels")),
            Fields = catalog.Rules.FieldsRead.ToDictionary(field => field, field => ReadFieldValues.Of(fields.Member(field))),
            AffectedServices = AffectedServices(fields, catalog),
            Components = Names(fields.Member("components")),
            CreatedAt = fields.Time("created"),
            TakenAt = fields.Time("updated") ?? eventAt,
            IsPartial = isPartial,
        };
    }

    /// <summary>The field with schema `vp-origin`: by its id when the site was read, else by its shape.</summary>
    private static JsonElement RequestType(JsonElement fields, SiteCatalog catalog)
    {
        foreach (var field in catalog.RequestTypeFields)
        {
            if (fields.Member(field).Member("requestType") is { ValueKind: JsonValueKind.Object } known)
                return known;
        }
        return fields.Members()
            .Where(field => field.Value.Member("currentStatus").ValueKind != JsonValueKind.Undefined && IsCustom(field))
            .Select(field => field.Value.Member("requestType"))
            .FirstOrDefault(value => value.ValueKind == JsonValueKind.Object);
    }

    /// <summary>The field with schema `service-entity-field-cftype`: by its id, else an array whose elements name services of the service graph.</summary>
    private static IReadOnlyList<string> AffectedServices(JsonElement fields, SiteCatalog catalog)
    {
        if (catalog.AffectedServiceFields.Count > 0)
            return [.. catalog.AffectedServiceFields.SelectMany(field => Names(fields.Member(field))).Distinct()];
        return [.. fields.Members()
            .Where(field => field.Value.ValueKind == JsonValueKind.Array && IsCustom(field) && field.Value.EnumerateArray().Any(IsService))
            .SelectMany(field => Names(field.Value)).Distinct()];
    }

    private static bool IsService(JsonElement element) =>
        element.Text("id")?.StartsWith("ari:cloud:graph::service/", StringComparison.Ordinal) == true
        || element.Member("serviceId").ValueKind != JsonValueKind.Undefined
        || element.Member("serviceName").ValueKind != JsonValueKind.Undefined;

    private static IReadOnlyList<string> Names(JsonElement list) =>
        list.ValueKind != JsonValueKind.Array
            ? []
            : [.. list.EnumerateArray()
                .Select(element => element.ValueKind == JsonValueKind.String ? element.Text() : element.Text("name") ?? element.Text("serviceName") ?? element.Text("value"))
                .Select(name => Cut(name, LongestName))
                .OfType<string>().Where(name => !string.IsNullOrWhiteSpace(name)).Take(MostComponents)];

    /// <summary>Asked last: it makes a string of the name, and a ticket has hundreds of fields.</summary>
    private static bool IsCustom(JsonProperty field) => field.Name.StartsWith("customfield_", StringComparison.Ordinal);

    /// <summary>Cuts between text elements, so that no astral character is torn, and drops what PostgreSQL text cannot hold: reasons quote messages of a parser.</summary>
    internal static string? Cut(string? text, int most)
    {
        if (text is null)
            return null;
        text = text.Replace("\0", "", StringComparison.Ordinal);
        if (text.Length <= most)
            return text;
        var end = 0;
        var elements = StringInfo.GetTextElementEnumerator(text);
        while (elements.MoveNext() && elements.ElementIndex + elements.GetTextElement().Length <= most)
            end = elements.ElementIndex + elements.GetTextElement().Length;
        return text[..end];
    }
}
