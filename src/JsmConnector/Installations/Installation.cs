using JsmConnector.Platform.Database;

namespace JsmConnector.Installations;

public enum InstallationState
{
    Enabled,
    Disabled,
    Uninstalled,
    /// <summary>The same site came back under another client key (site import): kept until an administrator merges it.</summary>
    Superseded,
}

/// <summary>A Jira site that installed the app: our tenant.</summary>
public sealed class Installation
{
    public required InstallationId Id { get; init; }

    /// <summary>Atlassian's name for the tenant; stable over reinstallation.</summary>
    public string? ClientKey { get; set; }

    /// <summary>The door whose events count; the others' are put aside.</summary>
    public EventSource EventSource { get; set; }

    /// <summary>The Forge installation that is this site's other half: named by Connect's signed `installed`, by an operator, or because it came first.</summary>
    public string? JoinedForgeInstallation { get; set; }

    /// <summary>Where REST calls go, without a trailing slash.</summary>
    public required string BaseUrl { get; set; }

    /// <summary>Custom domain of the site, for links only.</summary>
    public string? DisplayUrl { get; set; }

    /// <summary>Custom domain of the help center: may frame our pages too.</summary>
    public string? HelpCenterUrl { get; set; }

    /// <summary>The path segment of the default status page: `acme` for acme.atlassian.net.</summary>
    public required string ShortName { get; set; }

    public InstallationState State { get; set; }

    /// <summary>When Jira sent the event that set <see cref="State"/>: `disabled` and `uninstalled` may arrive side by side.</summary>
    public required DateTimeOffset StateChangedAt { get; set; }

    /// <summary>Encrypted with the installation bound in; null after uninstallation, when the last one is the previous one for the grace time.</summary>
    public byte[]? SharedSecret { get; set; }

    /// <summary>Verifies requests in flight during a rotation; never used for signing.</summary>
    public byte[]? PreviousSharedSecret { get; set; }

    public DateTimeOffset? PreviousSharedSecretUntil { get; set; }

    /// <summary>Since when Jira answers as to an app that is not installed; null while it takes the secret. Its `uninstalled` may have been lost: Jira does not repeat it.</summary>
    public DateTimeOffset? ConnectRefusedSince { get; set; }

    /// <summary>How many refusals there were since: one a hour while Jira answers at all.</summary>
    public int ConnectRefusals { get; set; }

    /// <summary>When Connect was concluded to have left without a word. A call under the secret before proves the opposite: <see cref="PresumeGone"/>.</summary>
    public DateTimeOffset? PresumedGoneAt { get; set; }

    /// <summary>What is known of the site's fields, priorities and request types; JSON of <see cref="SiteCatalog"/>.</summary>
    public string? Catalog { get; set; }

    public DateTimeOffset? CatalogReadAt { get; set; }

    /// <summary>When the site installed the app for the first time.</summary>
    public required DateTimeOffset InstalledAt { get; init; }

    /// <summary>The last `installed` call: first installation, upgrade, rotation of the secret, return. The age of the shared secret.</summary>
    public DateTimeOffset? LastInstalledAt { get; set; }
}
