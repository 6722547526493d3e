using System.Text.Json;
using System.Text.Json.Serialization;

namespace JsmConnector.AtlassianConnect.Client;

/// <summary>A field of the site. Find fields by schema: names are translated, ids differ by site.</summary>
public sealed record JiraField(string Id, string Name, string? SchemaCustom, string? SchemaSystem);

/// <param name="Category">`new`, `indeterminate` or `done`; never translated, unlike the name.</param>
public sealed record JiraStatus(string Id, string Name, string? Category);

public sealed record JiraPriority
{
    [JsonPropertyName("id")] public required string Id { get; init; }
    [JsonPropertyName("name")] public string? Name { get; init; }
    [JsonPropertyName("isDefault")] public bool? IsDefault { get; init; }
}

/// <param name="IssueTypes">Without their statuses.</param>
public sealed record JiraProject(string Id, string Key, string Name, IReadOnlyList<JiraIssueType> IssueTypes)
{
    /// <summary>Put away: its tickets can be read and not changed.</summary>
    public bool IsArchived { get; init; }
}

/// <param name="Statuses">Of its workflow in the project that was asked about; empty when only types were asked for.</param>
public sealed record JiraIssueType(string Id, string Name, bool IsSubtask, IReadOnlyList<JiraStatus> Statuses);

public sealed record JiraServiceDesk(string Id, string ProjectName);

public sealed record JiraTransition(string Id, JiraStatus To);

public sealed record JiraResolution
{
    [JsonPropertyName("id")] public required string Id { get; init; }
    [JsonPropertyName("name")] public string? Name { get; init; }
}

/// <param name="Practice">For example `INCIDENT_MANAGEMENT`; the words are not documented. Null when the site does not say.</param>
public sealed record JiraRequestType(string Id, string Name, string? IssueTypeId, string? ServiceDeskId, string? Practice);

public sealed record JiraServerInfo
{
    [JsonPropertyName("baseUrl")] public string? BaseUrl { get; init; }
    [JsonPropertyName("displayUrl")] public string? DisplayUrl { get; init; }
    [JsonPropertyName("displayUrlServicedeskHelpCenter")] public string? HelpCenterUrl { get; init; }
    [JsonPropertyName("serverTitle")] public string? Title { get; init; }
    [JsonPropertyName("version")] public string? Version { get; init; }
    [JsonPropertyName("deploymentType")] public string? DeploymentType { get; init; }
}

public sealed record JiraAccount
{
    [JsonPropertyName("accountId")] public string? AccountId { get; init; }
    [JsonPropertyName("displayName")] public string? DisplayName { get; init; }
    [JsonPropertyName("accountType")] public string? AccountType { get; init; }

    /// <summary>Null where Jira does not say it.</summary>
    [JsonPropertyName("active")] public bool? IsActive { get; init; }
}

/// <summary>One edit of an issue.</summary>
public sealed record JiraChange
{
    [JsonPropertyName("id")] public string? Id { get; init; }
    [JsonPropertyName("author")] public JiraAccount? Author { get; init; }
    [JsonPropertyName("created"), JsonConverter(typeof(JiraTimestampConverter))] public DateTimeOffset? CreatedAt { get; init; }
    [JsonPropertyName("items")] public IReadOnlyList<JiraChangeItem> Items { get; init; } = [];
}

public sealed record JiraChangeItem
{
    [JsonPropertyName("field")] public string? Field { get; init; }

    /// <summary>Language-independent, missing in old entries.</summary>
    [JsonPropertyName("fieldId")] public string? FieldId { get; init; }

    /// <summary>Id of the value before.</summary>
    [JsonPropertyName("from")] public string? From { get; init; }
    [JsonPropertyName("fromString")] public string? FromText { get; init; }
    [JsonPropertyName("to")] public string? To { get; init; }
    [JsonPropertyName("toString")] public string? ToText { get; init; }
}

public sealed record JiraComment
{
    [JsonPropertyName("id")] public required string Id { get; init; }
    [JsonPropertyName("author")] public JiraAccount? Author { get; init; }

    /// <summary>Whoever wrote it last.</summary>
    [JsonPropertyName("updateAuthor")] public JiraAccount? UpdateAuthor { get; init; }

    /// <summary>Atlassian Document Format; undefined when the comment has none.</summary>
    [JsonPropertyName("body")] public JsonElement Body { get; init; }

    /// <summary>Null when Jira does not say, which is not the same as public.</summary>
    [JsonPropertyName("jsdPublic")] public bool? JsdPublic { get; init; }

    /// <summary>Restricts the comment to a role or group; undefined or null without restriction.</summary>
    [JsonPropertyName("visibility")] public JsonElement Visibility { get; init; }

    [JsonPropertyName("properties")] public JsonElement Properties { get; init; }
    [JsonPropertyName("created"), JsonConverter(typeof(JiraTimestampConverter))] public DateTimeOffset? CreatedAt { get; init; }
    [JsonPropertyName("updated"), JsonConverter(typeof(JiraTimestampConverter))] public DateTimeOffset? UpdatedAt { get; init; }

    [JsonIgnore]
    public bool HasVisibility => Visibility.ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null);

    /// <summary>Only when Jira says so outright and nothing says otherwise.</summary>
    [JsonIgnore]
    public bool IsPublic => JsdPublic == true && !HasVisibility && !IsMarkedInternal();

    /// <summary>The service desk's older mark, property `sd.public.comment`.</summary>
    public bool IsMarkedInternal() => Properties.ValueKind == JsonValueKind.Array && Properties.EnumerateArray().Any(property =>
        JiraJson.Text(property, "key") == "sd.public.comment"
        && JiraJson.Member(JiraJson.Member(property, "value"), "internal") is var mark
        && (mark.ValueKind == JsonValueKind.True || (mark.ValueKind == JsonValueKind.String && mark.GetString() == "true")));
}
