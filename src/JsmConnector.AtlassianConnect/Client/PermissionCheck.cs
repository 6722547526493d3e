using System.Text.Json.Serialization;

namespace JsmConnector.AtlassianConnect.Client;

/// <summary>A question to Jira: which of these permissions does the account hold?</summary>
public sealed record PermissionQuestion
{
    [JsonPropertyName("accountId")] public required string AccountId { get; init; }
    [JsonPropertyName("globalPermissions")] public IReadOnlyList<string> GlobalPermissions { get; init; } = [];
    [JsonPropertyName("projectPermissions")] public IReadOnlyList<ProjectPermissionQuestion> ProjectPermissions { get; init; } = [];
}

public sealed record ProjectPermissionQuestion
{
    /// <summary>For example `BROWSE_PROJECTS`, `EDIT_ISSUES`.</summary>
    [JsonPropertyName("permissions")] public required IReadOnlyList<string> Permissions { get; init; }
    [JsonPropertyName("issues")] public IReadOnlyList<long> IssueIds { get; init; } = [];
    [JsonPropertyName("projects")] public IReadOnlyList<long> ProjectIds { get; init; } = [];
}

/// <summary>What is granted; everything not named is denied.</summary>
public sealed record PermissionGrants
{
    [JsonPropertyName("globalPermissions")] public IReadOnlyList<string> GlobalPermissions { get; init; } = [];
    [JsonPropertyName("projectPermissions")] public IReadOnlyList<ProjectPermissionGrant> ProjectPermissions { get; init; } = [];

    public bool HasGlobal(string permission) => GlobalPermissions.Contains(permission, StringComparer.Ordinal);

    public bool HasOnIssue(string permission, long issueId) =>
        ProjectPermissions.Any(grant => grant.Permission == permission && grant.IssueIds.Contains(issueId));

    public bool HasOnProject(string permission, long projectId) =>
        ProjectPermissions.Any(grant => grant.Permission == permission && grant.ProjectIds.Contains(projectId));
}

public sealed record ProjectPermissionGrant
{
    [JsonPropertyName("permission")] public string Permission { get; init; } = "";
    [JsonPropertyName("issues")] public IReadOnlyList<long> IssueIds { get; init; } = [];
    [JsonPropertyName("projects")] public IReadOnlyList<long> ProjectIds { get; init; } = [];
}
