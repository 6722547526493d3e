using System.Buffers;

namespace JsmConnector.AtlassianConnect.Lifecycle;

/// <summary>Which addresses may be a site: we send signed calls there.</summary>
public static class SiteAddress
{
    // What would end a directive of a content security policy or an attribute.
    private static readonly SearchValues<char> Unwanted = SearchValues.Create(";,'\" <>");

    public static bool IsAllowed(string? baseUrl, AtlassianConnectOptions options)
    {
        if (!Uri.TryCreate(baseUrl, UriKind.Absolute, out var address)
            || address.UserInfo.Length > 0 || address.Query.Length > 0 || address.Fragment.Length > 0)
        {
            return false;
        }

        IEnumerable<string> patterns = options.AllowedSiteHosts.Count > 0 ? options.AllowedSiteHosts : AtlassianConnectOptions.DefaultSiteHosts;
        if (address.IsLoopback)
        {
            return options.AllowLoopback && address.Scheme is "http" or "https" && patterns.Any(pattern => Names(pattern, address));
        }

        return address.Scheme == Uri.UriSchemeHttps && address.IsDefaultPort && patterns.Any(pattern => Matches(pattern, address.IdnHost));
    }

    /// <summary>An address that a site names for links, without query and trailing slash; null for what is no web address.</summary>
    /// <remarks>It ends in headers and pages, so nothing but an address may pass. Any host: customers bring their own domains.</remarks>
    public static string? Link(string? url, AtlassianConnectOptions options) =>
        Uri.TryCreate(url, UriKind.Absolute, out var address)
        && (address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback && options.AllowLoopback))
        && address.UserInfo.Length == 0
        && !address.GetLeftPart(UriPartial.Path).AsSpan().ContainsAny(Unwanted)
            ? address.GetLeftPart(UriPartial.Path).TrimEnd('/')
            : null;

    // A wildcard never reaches a loopback address: it has to be named.
    private static bool Names(string pattern, Uri address) =>
        pattern.Equals(address.Host, StringComparison.OrdinalIgnoreCase)
        || pattern.Equals(address.IdnHost, StringComparison.OrdinalIgnoreCase)
        || pattern.Equals(address.Authority, StringComparison.OrdinalIgnoreCase);

    private static bool Matches(string pattern, string host) =>
        pattern.StartsWith("*.", StringComparison.Ordinal)
            ? host.Length > pattern.Length - 1 && host.EndsWith(pattern[1..], StringComparison.OrdinalIgnoreCase)
            : host.Equals(pattern, StringComparison.OrdinalIgnoreCase);
}
