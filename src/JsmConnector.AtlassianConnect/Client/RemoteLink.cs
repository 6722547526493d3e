using System.Text.Json.Serialization;

namespace JsmConnector.AtlassianConnect.Client;

/// <summary>A link from an issue. Always the whole object: what is left out on an update becomes null in Jira.</summary>
public sealed record RemoteLink
{
    /// <summary>At most 255 characters; a second link with the same id replaces the first.</summary>
    [JsonPropertyName("globalId")] public required string GlobalId { get; init; }
    [JsonPropertyName("application")] public required RemoteLinkApplication Application { get; init; }
    [JsonPropertyName("relationship")] public required string Relationship { get; init; }
    [JsonPropertyName("object")] public required RemoteLinkObject Object { get; init; }
}

public sealed record RemoteLinkApplication
{
    [JsonPropertyName("type")] public required string Type { get; init; }
    [JsonPropertyName("name")] public required string Name { get; init; }
}

public sealed record RemoteLinkObject
{
    [JsonPropertyName("url")] public required string Url { get; init; }
    [JsonPropertyName("title")] public required string Title { get; init; }
    [JsonPropertyName("summary")] public string? Summary { get; init; }
    [JsonPropertyName("icon")] public RemoteLinkIcon? Icon { get; init; }
    [JsonPropertyName("status")] public RemoteLinkStatus? Status { get; init; }
}

public sealed record RemoteLinkIcon
{
    [JsonPropertyName("url16x16")] public required string Url { get; init; }
    [JsonPropertyName("title")] public string? Title { get; init; }
}

public sealed record RemoteLinkStatus
{
    [JsonPropertyName("resolved")] public required bool Resolved { get; init; }
}

public sealed record RemoteLinkId
{
    [JsonPropertyName("id")] public long Id { get; init; }
}
