using JsmConnector.AtlassianConnect;
using JsmConnector.AtlassianConnect.Lifecycle;

namespace JsmConnector.Installations.AdminWebhooks;

/// <summary>What an operator types as the address of a site. Pure.</summary>
public static class SiteUrl
{
    /// <returns>The address without trailing slash, or what is wrong and how to mend it.</returns>
    public static (string? Url, string? Problem) Read(string? typed, AtlassianConnectOptions options)
    {
        var text = typed?.Trim() ?? "";
        if (text.Length == 0)
            return (null, "Give the address of the site, for example https://acme.atlassian.net.");
        if (!text.Contains("://", StringComparison.Ordinal))
            text = $"https://{text}";
        if (!Uri.TryCreate(text, UriKind.Absolute, out var address) || address.Scheme is not ("https" or "http") || address.Host.Length == 0)
            return (null, $"'{typed}' is no web address. Write it like https://acme.atlassian.net.");
        var url = $"{address.GetLeftPart(UriPartial.Authority)}{(IsPage(address) ? "" : address.AbsolutePath.TrimEnd('/'))}";
        return SiteAddress.IsAllowed(url, options)
            ? (url, null)
            : (null, $"The host {address.Host} is not among the sites that this app may call. Sites are https addresses on *.atlassian.net; for Data Center or a custom host name it in Atlassian__AllowedSiteHosts__0 and start the app again.");
    }

    /// <summary>People copy the address of the page they look at. Data Center may live under a path of its own, Cloud does not.</summary>
    private static bool IsPage(Uri address) => address.Host.EndsWith(".atlassian.net", StringComparison.OrdinalIgnoreCase);
}
