using System.Text.RegularExpressions;

namespace JsmConnector.AtlassianConnect.Forge;

/// <summary>Section `Atlassian`, the part about Forge. Without an app id the Forge door is shut and nothing is asked of Atlassian.</summary>
public sealed partial record ForgeOptions
{
    public const string Section = AtlassianConnectOptions.Section;

    /// <summary>Our Forge app, `ari:cloud:ecosystem::app/{uuid}`: the only audience whose invocation tokens are taken.</summary>
    public string? ForgeAppId { get; set; }

    /// <summary>`PRODUCTION`, `STAGING` or `DEVELOPMENT`, or the whole id of one environment: a deployment serves one of them.</summary>
    public string? ForgeEnvironment { get; set; }

    /// <summary>Where the keys of invocation tokens are read. Chosen here, never from a token.</summary>
    public string ForgeJwksUrl { get; set; } = "https://forge.cdn.prod.atlassian-dev.net/.well-known/jwks.json";

    /// <summary>Atlassian's gateway: a system token goes to `{ApiUrl}/ex/jira/{cloudId}` and nowhere else.</summary>
    public string ApiUrl { get; set; } = "https://api.atlassian.com";

    public bool IsOn => !string.IsNullOrWhiteSpace(ForgeAppId);

    /// <summary>Every problem with its mend; empty when Forge is off or completely configured.</summary>
    public IEnumerable<string> Problems(bool allowLoopback)
    {
        if (!IsOn)
        {
            if (!string.IsNullOrWhiteSpace(ForgeEnvironment))
            {
                yield return "Atlassian__ForgeAppId is missing while Atlassian__ForgeEnvironment is set: copy app.id from your manifest.yml, or leave both out to keep Forge off";
            }
        }
        else
        {
            if (!AppId().IsMatch(ForgeAppId!))
            {
                yield return $"Atlassian__ForgeAppId is '{ForgeAppId}': copy app.id from your manifest.yml, it looks like ari:cloud:ecosystem::app/8db33809-1f32-48bb-8c52-5877dab48107";
            }

            if (!IsEnvironment(ForgeEnvironment))
            {
                yield return $"Atlassian__ForgeEnvironment is '{ForgeEnvironment}': set DEVELOPMENT, STAGING or PRODUCTION, whichever you deploy to (forge deploy without -e is DEVELOPMENT)";
            }
        }

        foreach (var (name, url) in new[] { ("Atlassian__ForgeJwksUrl", ForgeJwksUrl), ("Atlassian__ApiUrl", ApiUrl) })
        {
            if (!Uri.TryCreate(url, UriKind.Absolute, out var address)
                || !(address.Scheme == Uri.UriSchemeHttps || (allowLoopback && address.Scheme == Uri.UriSchemeHttp && address.IsLoopback)))
            {
                yield return $"{name} is '{url}', which is no https address: leave it out for Atlassian's own";
            }
        }
    }

    private static bool IsEnvironment(string? name) =>
        name?.ToUpperInvariant() is "PRODUCTION" or "STAGING" or "DEVELOPMENT"
        || name?.StartsWith("ari:cloud:ecosystem::environment/", StringComparison.Ordinal) == true;

    [GeneratedRegex("^ari:cloud:ecosystem::app/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex AppId();
}
