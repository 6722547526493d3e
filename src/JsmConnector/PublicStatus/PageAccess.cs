using JsmConnector.StatusPages.Access;

namespace JsmConnector.PublicStatus;

/// <summary>
/// Who may read a page that is not public, asked for every one of its documents alike. The key comes in the address (feed readers and calendars have
/// nothing else) or, for people, in a cookie that the access link sets.
/// </summary>
public static class PageAccess
{
    private const string Cookie = "status_access";
    private const string Parameter = "key";
    private const int LongestKey = 200;

    public enum Answer
    {
        Refused,
        Granted,

        /// <summary>By a key in the address of a page for people: it moves to a cookie, so that the address can be shown around.</summary>
        GrantedByAddress,
    }

    public static Answer Ask(PublicPage page, HttpRequest request, DateTimeOffset now)
    {
        if (request.Query[Parameter] is [{ Length: > 0 } key, ..])
            return Opens(page, key, now) ? Answer.GrantedByAddress : Answer.Refused;
        return request.Cookies[Cookie] is { } kept && Opens(page, kept, now) ? Answer.Granted : Answer.Refused;
    }

    /// <summary>Back to the same address without the key.</summary>
    public static void Remember(PublicPage page, HttpContext context)
    {
        context.Response.Cookies.Append(Cookie, context.Request.Query[Parameter].ToString(), new CookieOptions
        {
            HttpOnly = true,
            Secure = page.Url.StartsWith("https:", StringComparison.Ordinal),
            SameSite = SameSiteMode.Lax,
            Path = page.Root.Length == 0 ? "/" : page.Root,
            MaxAge = TimeSpan.FromDays(90),
        });
        context.Response.Headers.CacheControl = "private, no-store";
        context.Response.Headers["Referrer-Policy"] = "no-referrer";
        context.Response.StatusCode = StatusCodes.Status303SeeOther;
        // Relative to the address itself: a proxy may have taken a prefix off the path.
        context.Response.Headers.Location = context.Request.Path.Value is { } path && path.LastIndexOf('/') is >= 0 and var slash && slash + 1 < path.Length ? path[(slash + 1)..] : "./";
    }

    /// <summary>The hash is looked for, not the key: how long it takes tells nothing about a key.</summary>
    private static bool Opens(PublicPage page, string key, DateTimeOffset now)
    {
        if (key.Length > LongestKey)
            return false;
        var hash = PageKeys.HashOf(key);
        return page.Keys.Any(known => known.Hash == hash && (known.Until is null || known.Until > now));
    }
}
