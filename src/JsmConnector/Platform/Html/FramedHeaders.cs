namespace JsmConnector.Platform.Html;

/// <summary>
/// Headers of every page that Jira frames. There is no X-Frame-Options: it cannot name a site, and browsers that know
/// frame-ancestors ignore it. The token arrives in the address, hence no referrer and no store.
/// </summary>
public static class FramedHeaders
{
    public static void Apply(IHeaderDictionary headers, FrameAncestors ancestors, string connectScriptUrl)
    {
        headers.ContentSecurityPolicy = PolicyFor(ancestors, connectScriptUrl);
        headers.CacheControl = "no-store";
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
    }

    /// <summary>Style elements (not attributes) may be inline because AP.theme brings the host's design tokens as such an element.</summary>
    public static string PolicyFor(FrameAncestors ancestors, string connectScriptUrl) => string.Join("; ",
        "default-src 'none'",
        $"script-src 'self' {FrameAncestors.OriginOf(connectScriptUrl)}".TrimEnd(),
        "style-src 'self'",
        "style-src-elem 'self' 'unsafe-inline'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        $"frame-ancestors {ancestors}");
}
