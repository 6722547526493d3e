using System.ComponentModel;
using System.Text.Json.Serialization;

namespace JsmConnector.Installations.Settings;

public sealed record StatusPageSettings
{
    public static StatusPageSettings BuiltIn { get; } = new() { Id = "main", Provider = "builtin" };

    /// <summary>Our name for the destination; part of lanes and of the delivery ledger.</summary>
    [Description("Your name for the page: 1 to 40 lower-case letters, digits and hyphens.")]
    public required string Id { get; init; }

    /// <summary>`builtin`, `statuspage`, `jsm` or `webhook`.</summary>
    [Description("builtin, statuspage, jsm for the status page of Jira Service Management (experimental), or webhook for any other page.")]
    public required string Provider { get; init; }

    /// <summary>The remote page.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    [Description("Id of the page at Atlassian Statuspage or Jira Service Management.")]
    public string? PageId { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    [Description("For a jsm page: the cloud id of the site that has it, from https://your-site.atlassian.net/_edge/tenant_info.")]
    public string? CloudId { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    [Description("Where a webhook page is told, https.")]
    public string? Url { get; init; }

    /// <summary>Secret: encrypted at rest, comes back as `***`.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    [Description("API key of Statuspage; for a jsm page e-mail:token of a person, or a bearer token; or whsec_ and 24 to 64 bytes in base64 for a webhook. Write-only; comes back as ***, which on a PUT means unchanged.")]
    public string? ApiKey { get; init; }

    /// <summary>Name of our component to id of the remote one. A component without an entry is not moved there.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    [Description("Name of a component here to id of the component there. One without an entry is not moved there.")]
    public IReadOnlyDictionary<string, string>? Components { get; init; }

    public const string Find = "find", Make = "make";

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    [Description("What happens with a component that has no entry: find looks for one of its name there, make also makes it; without it nothing.")]
    public string? ComponentsByName { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    [Description("How a built-in page looks and who may read it. Of a statuspage page only its groups count: components that are made there (componentsByName make) are put into them.")]
    public PageSettings? Page { get; init; }
}
