namespace JsmConnector.AtlassianConnect.Forge;

/// <summary>What a verified invocation token says. https://developer.atlassian.com/platform/forge/remote/essentials/</summary>
public sealed record ForgeInvocation
{
    /// <summary>Type of the module when Forge calls for an event or a schedule, and not a person's screen.</summary>
    public const string EndpointModule = "core:endpoint";

    /// <summary>`ari:cloud:ecosystem::installation/{uuid}`. A reinstallation brings a new one.</summary>
    public required string InstallationId { get; init; }

    /// <summary>The site; stays the same when the app is installed again.</summary>
    public required string CloudId { get; init; }

    /// <summary>`{gateway}/ex/jira/{cloudId}`: checked, so a token may be sent there.</summary>
    public required Uri ApiBaseUrl { get; init; }

    public required string Environment { get; init; }

    /// <summary>`ari:cloud:ecosystem::environment/{app}/{environment}`, both uuids; null when Forge does not say it so.</summary>
    public string? EnvironmentId { get; init; }

    public required string ModuleType { get; init; }

    /// <summary>Of the endpoint when Forge calls by itself, of the module when a screen calls.</summary>
    public required string ModuleKey { get; init; }

    /// <summary>Address of the site; Forge leaves it out of events and schedules.</summary>
    public string? SiteUrl { get; init; }

    public string? AccountId { get; init; }

    /// <summary>`licensed`, `unlicensed`, `customer`, `anonymous`; null when Forge does not say.</summary>
    public string? AccountType { get; init; }

    public string? IssueId { get; init; }
    public string? IssueKey { get; init; }
    public string? ProjectId { get; init; }
    public string? ProjectKey { get; init; }

    /// <summary>Null for apps without a licence (all but paid ones).</summary>
    public bool? IsLicensed { get; init; }

    public required DateTimeOffset IssuedAt { get; init; }
    public required DateTimeOffset ExpiresAt { get; init; }

    public bool IsFromForgeItself => ModuleType == EndpointModule;
}
