using JsmConnector.Notifications.ReaderSignIn;
using JsmConnector.Notifications.Subscribers;
using JsmConnector.StatusPages.Access;

namespace JsmConnector.PublicStatus;

/// <summary>
/// Who may read a page that is not public, asked for every one of its documents alike. The key comes in the address (feed readers and calendars have
/// nothing else) or, for people, in a cookie that the access link sets.
/// </summary>
public static class PageAccess
{
    private const string Cookie = "status_access", Session = "status_session";
    private const string Parameter = "key";
    private const int LongestKey = 200;

    public enum Answer
    {
        Refused,
        Granted,

        /// <summary>By a key in the address of a page for people: it moves to a cookie, so that the address can be shown around.</summary>
        GrantedByAddress,
    }

    public static Answer Ask(RenderedPage rendered, HttpRequest request, IReaderSignIn signIn, DateTimeOffset now)
    {
        var page = rendered.Page;
        if (request.Query[Parameter] is [{ Length: > 0 } key, ..])
            return Opens(page, key, now) ? Answer.GrantedByAddress : Answer.Refused;
        return (request.Cookies[Cookie] is { } kept && Opens(page, kept, now)) || signIn.Opens(PlaceOf(rendered.Key), page.Settings, request.Cookies[Session], now) ? Answer.Granted : Answer.Refused;
    }

    /// <returns>By what a reader of a page that is not public got in; null when he did not.</returns>
    public static ReaderDoor? DoorOf(RenderedPage rendered, HttpRequest request, IReaderSignIn signIn, DateTimeOffset now)
    {
        var page = rendered.Page;
        if (request.Query[Parameter] is [{ Length: > 0 } key, ..])
            return LinkOf(page, key, now) is { } named ? new ReaderDoor(named, null) : null;
        if (request.Cookies[Cookie] is { } kept && LinkOf(page, kept, now) is { } link)
            return new ReaderDoor(link, null);
        return signIn.ReaderOf(PlaceOf(rendered.Key), page.Settings, request.Cookies[Session], now) is { } reader ? new ReaderDoor(null, reader) : null;
    }

    public static SignInPlace PlaceOf(PageKey key) => new(key.Installation, key.PageId, key.Place);

    /// <summary>After a one-time link; to the page itself.</summary>
    public static void Begin(PublicPage page, HttpContext context, string session)
    {
        Keep(page, context, Session, session, IReaderSignIn.SessionLife);
        context.Response.StatusCode = StatusCodes.Status303SeeOther;
        context.Response.Headers.Location = page.Root.Length == 0 ? "/" : page.Root;
    }

    /// <summary>Back to the same address without the key.</summary>
    public static void Remember(PublicPage page, HttpContext context)
    {
        Keep(page, context, Cookie, context.Request.Query[Parameter].ToString(), TimeSpan.FromDays(90));
        context.Response.StatusCode = StatusCodes.Status303SeeOther;
        // Relative to the address itself: a proxy may have taken a prefix off the path.
        context.Response.Headers.Location = context.Request.Path.Value is { } path && path.LastIndexOf('/') is >= 0 and var slash && slash + 1 < path.Length ? $"./{Uri.EscapeDataString(path[(slash + 1)..])}" : "./";
    }

    /// <summary>Whoever reads on this machine next is a stranger. A session that somebody copied elsewhere ends with its time.</summary>
    public static void End(PublicPage page, HttpContext context)
    {
        foreach (var name in new[] { Cookie, Session })
            Keep(page, context, name, "", TimeSpan.Zero);
        context.Response.StatusCode = StatusCodes.Status303SeeOther;
        context.Response.Headers.Location = page.Root.Length == 0 ? "/" : page.Root;
    }

    private static void Keep(PublicPage page, HttpContext context, string name, string value, TimeSpan life)
    {
        context.Response.Cookies.Append(name, value, new CookieOptions
        {
            HttpOnly = true,
            Secure = page.Url.StartsWith("https:", StringComparison.Ordinal),
            SameSite = SameSiteMode.Lax,
            Path = page.Root.Length == 0 ? "/" : page.Root,
            MaxAge = life,
        });
        context.Response.Headers.CacheControl = "private, no-store";
        context.Response.Headers["Referrer-Policy"] = "no-referrer";
    }

    /// <summary>The hash is looked for, not the key: how long it takes tells nothing about a key.</summary>
    private static Guid? LinkOf(PublicPage page, string key, DateTimeOffset now)
    {
        if (key.Length > LongestKey)
            return null;
        var hash = PageKeys.HashOf(key);
        return page.Keys.Where(known => known.Hash == hash && (known.Until is null || known.Until > now)).Select(known => (Guid?)known.Link).FirstOrDefault();
    }

    private static bool Opens(PublicPage page, string key, DateTimeOffset now) => LinkOf(page, key, now) is not null;
}
