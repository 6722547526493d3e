using Microsoft.Extensions.Primitives;

namespace JsmConnector.PublicStatus;

/// <summary>
/// Answers everything under /status, before routing and authentication: public bytes need neither. A page on the shelf costs two look-ups and
/// one write.
/// </summary>
public sealed class ServePages(RequestDelegate next, PageShelf shelf, LoadPublicPage load, TimeProvider clock, ILogger<ServePages> logger)
{
    private const string Root = "/status";
    private const string Prefix = "/status/";
    private static readonly StringValues CacheControl = "public, max-age=10, s-maxage=10, stale-while-revalidate=30, stale-if-error=86400";
    private static readonly StringValues Vary = "Accept-Encoding";
    private static readonly StringValues Any = "*";
    private static readonly StringValues NoSniff = "nosniff";
    private static readonly StringValues Policy =
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'self'";

    public Task InvokeAsync(HttpContext context)
    {
        var path = context.Request.Path.Value ?? "";
        if (!path.StartsWith(Root, StringComparison.Ordinal) || (path.Length > Root.Length && path[Root.Length] != '/'))
            return next(context);
        if (!HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method))
        {
            context.Response.StatusCode = StatusCodes.Status405MethodNotAllowed;
            context.Response.Headers.Allow = "GET, HEAD";
            return Task.CompletedTask;
        }
        var address = path.Length <= Prefix.Length ? default : path.AsSpan(Prefix.Length);
        if (address.IndexOf('/') is >= 0 and var slash)
            address = address[..slash];
        return shelf.Find(address) is { } page && page.FindReady(path) is { } document
            ? WriteAsync(context, document)
            : RenderAsync(context, path, address.ToString());
    }

    /// <summary>The first request for a document of this version, or for a page not on the shelf.</summary>
    private async Task RenderAsync(HttpContext context, string path, string address)
    {
        try
        {
            if (address.Length == 0)
                await RedirectAsync(context, path);
            else if (IsPossible(address) && (shelf.Find(address) ?? await shelf.LoadAsync(address, clock.GetUtcNow())) is { } page)
                await WriteAsync(context, await page.RenderAsync(path));
            else
                await PlainAsync(context, StatusCodes.Status404NotFound, "There is no status page of this name. Check the address, or ask the people who gave it to you.");
        }
        catch (Exception exception) when (exception is not OperationCanceledException && !context.Response.HasStarted)
        {
            logger.LogError(exception, "The status page could not be read");
            context.Response.Headers.RetryAfter = "10";
            await PlainAsync(context, StatusCodes.Status503ServiceUnavailable, "The status page cannot be shown right now. Please try again in a few seconds.");
        }
    }

    /// <summary>What no page can be called is not asked of the database, which for one refuses a null character.</summary>
    private static bool IsPossible(string address) =>
        address.Length <= 120 && address.All(character => char.IsAsciiLetterLower(character) || char.IsAsciiDigit(character) || character == '-');

    private async Task RedirectAsync(HttpContext context, string path)
    {
        if (await load.OnlyAddressAsync(context.RequestAborted) is { } only)
            // Relative: a proxy may have taken a prefix off the path.
            context.Response.Redirect(path.EndsWith('/') ? only : $"status/{only}");
        else
            await PlainAsync(context, StatusCodes.Status404NotFound, "Add the name of the page to the address: /status/your-site.");
    }

    private static Task PlainAsync(HttpContext context, int status, string text)
    {
        context.Response.StatusCode = status;
        context.Response.Headers.CacheControl = "no-store";
        return context.Response.WriteAsync(text, context.RequestAborted);
    }

    private static Task WriteAsync(HttpContext context, PreparedDocument document)
    {
        var (request, response) = (context.Request, context.Response);
        var form = document.For(request.Headers.AcceptEncoding);
        var headers = response.Headers;
        headers.ETag = form.ETag;
        headers.CacheControl = CacheControl;
        headers.Vary = Vary;
        if (document.CrossOrigin)
            headers.AccessControlAllowOrigin = Any;
        if (document.Status == 200 && IsUnchanged(request.Headers.IfNoneMatch, form))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return Task.CompletedTask;
        }
        response.StatusCode = document.Status;
        headers.ContentType = document.ContentType;
        headers.XContentTypeOptions = NoSniff;
        if (!document.CrossOrigin)
            headers.ContentSecurityPolicy = Policy;
        if (form.Encoding.Count > 0)
            headers.ContentEncoding = form.Encoding;
        headers.ContentLength = form.Length;
        return HttpMethods.IsHead(request.Method) ? Task.CompletedTask : response.Body.WriteAsync(form.Bytes).AsTask();
    }

    private static bool IsUnchanged(StringValues ifNoneMatch, PreparedDocument.Form form)
    {
        if (ifNoneMatch.Count == 0)
            return false;
        var tag = form.ETag[0]!;
        foreach (var value in ifNoneMatch)
        {
            if (value is not null && (value == tag || value == "*" || value.Contains(tag, StringComparison.Ordinal)))
                return true;
        }
        return false;
    }
}
