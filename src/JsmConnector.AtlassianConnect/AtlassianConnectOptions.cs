using System.ComponentModel.DataAnnotations;

namespace JsmConnector.AtlassianConnect;

/// <summary>Section `Atlassian`; <see cref="BaseUrls"/> and <see cref="AllowLoopback"/> are filled from the app's own settings.</summary>
public sealed record AtlassianConnectOptions : IValidatableObject
{
    public const string Section = "Atlassian";

    /// <summary>Name of the app on every site; must equal `key` in atlassian-connect.json and never changes.</summary>
    [Required, RegularExpression("^[A-Za-z0-9._-]{1,64}$")]
    public string AppKey { get; set; } = "io.jsmconnector.app";

    /// <summary>Addresses under which sites know the app: the first is in the descriptor, the others are accepted as `aud` (old domain, regions).</summary>
    public IList<string> BaseUrls { get; set; } = [];

    /// <summary>Where public keys of signed installs are read (`{url}/{kid}`); several addresses are tried in order, separated by commas or spaces.</summary>
    [Required]
    public string ConnectInstallKeysUrl { get; set; } = "https://connect-install-keys.atlassian.com";

    /// <summary>Hosts that a site's `baseUrl` may have: an exact name or `*.domain`; empty means <see cref="DefaultSiteHosts"/>.</summary>
    /// <remarks>Empty by default because the configuration binder adds to a list instead of replacing it.</remarks>
    public IList<string> AllowedSiteHosts { get; set; } = [];

    /// <summary>Lets a loopback host named in <see cref="AllowedSiteHosts"/> use http and any port.</summary>
    public bool AllowLoopback { get; set; }

    /// <summary>Clock difference accepted for `exp`.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:05:00")]
    public TimeSpan Leeway { get; set; } = TimeSpan.FromSeconds(30);

    public static IReadOnlyList<string> DefaultSiteHosts { get; } = ["*.atlassian.net", "*.jira.com"];

    public IReadOnlyList<string> InstallKeyServers =>
        ConnectInstallKeysUrl.Split([',', ' ', ';'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        foreach (var url in BaseUrls.Where(url => !IsWebAddress(url)))
        {
            yield return new ValidationResult($"'{url}' is not an http(s) address", [nameof(BaseUrls)]);
        }

        if (InstallKeyServers.Count == 0)
        {
            yield return new ValidationResult("at least one key server is needed", [nameof(ConnectInstallKeysUrl)]);
        }

        foreach (var url in InstallKeyServers)
        {
            if (!Uri.TryCreate(url, UriKind.Absolute, out var uri)
                || !(uri.Scheme == Uri.UriSchemeHttps || (AllowLoopback && uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback)))
            {
                yield return new ValidationResult($"'{url}' is not an https address", [nameof(ConnectInstallKeysUrl)]);
            }
        }
    }

    private static bool IsWebAddress(string url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https";
}
