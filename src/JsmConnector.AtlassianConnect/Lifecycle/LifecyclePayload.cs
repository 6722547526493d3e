using System.Text.Json.Serialization;

namespace JsmConnector.AtlassianConnect.Lifecycle;

/// <summary>
/// Body of the lifecycle calls; members nobody here uses are left out, unknown ones ignored.
/// https://developer.atlassian.com/cloud/jira/platform/connect-app-descriptor/
/// </summary>
public sealed record LifecyclePayload
{
    [JsonPropertyName("key")]
    public string? Key { get; init; }

    /// <summary>The site. Stable over upgrade and reinstallation; changes when the site is imported elsewhere.</summary>
    [JsonPropertyName("clientKey")]
    public string? ClientKey { get; init; }

    /// <summary>In `installed` only, may change each time. Secret.</summary>
    [JsonPropertyName("sharedSecret")]
    public string? SharedSecret { get; init; }

    /// <summary>Where REST calls go.</summary>
    [JsonPropertyName("baseUrl")]
    public string? BaseUrl { get; init; }

    /// <summary>Custom domain of the site, for links only.</summary>
    [JsonPropertyName("displayUrl")]
    public string? DisplayUrl { get; init; }

    /// <summary>Custom domain of the help center: portal links, and a possible ancestor of our frames.</summary>
    [JsonPropertyName("displayUrlServicedeskHelpCenter")]
    public string? HelpCenterUrl { get; init; }

    [JsonPropertyName("productType")]
    public string? ProductType { get; init; }

    [JsonPropertyName("description")]
    public string? Description { get; init; }

    [JsonPropertyName("eventType")]
    public string? EventType { get; init; }

    [JsonPropertyName("oauthClientId")]
    public string? OAuthClientId { get; init; }

    /// <summary>Only with Connect on Forge: joins this site with its Forge installation.</summary>
    [JsonPropertyName("installationId")]
    public string? ForgeInstallationId { get; init; }

    [JsonPropertyName("cloudId")]
    public string? CloudId { get; init; }

    [JsonPropertyName("accountId")]
    public string? AccountId { get; init; }

    [JsonPropertyName("entitlementId")]
    public string? EntitlementId { get; init; }

    // A record prints its members; the secret must not end in a log that way.
    public override string ToString() => $"LifecyclePayload {EventType} {ClientKey}";
}
