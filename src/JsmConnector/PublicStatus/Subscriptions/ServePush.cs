using JsmConnector.Platform.Html;

namespace JsmConnector.PublicStatus.Subscriptions;

/// <summary>What a browser needs to take messages of a page: a worker below the page's own address, and the site's public key. Neither is secret.</summary>
internal static class ServePush
{
    private static readonly byte[] Worker = AssetCatalog.Find(AssetCatalog.PathOf("push.js"))!.Content;

    /// <summary>It may talk to this page and load nothing.</summary>
    public static async Task<(int, string?)> WorkerAsync(HttpContext context)
    {
        var headers = context.Response.Headers;
        (headers.ContentType, headers.CacheControl, headers.XContentTypeOptions) = ("text/javascript; charset=utf-8", "no-cache", "nosniff");
        headers.ContentSecurityPolicy = "default-src 'none'; connect-src 'self'";
        await context.Response.Body.WriteAsync(Worker, context.RequestAborted);
        return (200, null);
    }

    public static async Task<(int, string?)> KeyAsync(HttpContext context, string key)
    {
        (context.Response.Headers.ContentType, context.Response.Headers.CacheControl) = ("text/plain; charset=utf-8", "no-store");
        await context.Response.WriteAsync(key, context.RequestAborted);
        return (200, null);
    }
}
