using System.Globalization;
using Microsoft.Extensions.Primitives;

namespace JsmConnector.PublicStatus;

/// <summary>Writes a prepared document as an answer, or says that the reader has it already.</summary>
internal static class WriteDocument
{
    private static readonly StringValues CacheControl = "public, max-age=10, s-maxage=10, stale-while-revalidate=30, stale-if-error=86400";
    private static readonly StringValues Private = "private, no-store";
    private static readonly StringValues Vary = "Accept-Encoding";
    private static readonly StringValues Any = "*";
    private static readonly StringValues NoSniff = "nosniff";
    private static readonly StringValues NoReferrer = "no-referrer";
    private static readonly StringValues Policy =
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'self'";

    /// <summary>A picture or feed opened by itself runs nothing and loads nothing.</summary>
    private static readonly StringValues NoPolicy = "default-src 'none'; style-src 'unsafe-inline'; sandbox";

    public static Task ToAsync(HttpContext context, PreparedDocument document, TimeProvider clock)
    {
        var (request, response) = (context.Request, context.Response);
        var form = document.For(request.Headers.AcceptEncoding);
        var headers = response.Headers;
        headers.ETag = form.ETag;
        headers.CacheControl = document.IsPrivate ? Private : CacheControl;
        headers.Vary = Vary;
        if (document.CrossOrigin)
            headers.AccessControlAllowOrigin = Any;
        if (document.StaleSince is { } since)
            headers.Age = ((long)Math.Max(0, (clock.GetUtcNow() - since).TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        if (document.IsPrivate)
            headers["Referrer-Policy"] = NoReferrer;
        if (document.Status == StatusCodes.Status200OK && IsUnchanged(request.Headers.IfNoneMatch, form))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return Task.CompletedTask;
        }
        response.StatusCode = document.Status;
        headers.ContentType = document.ContentType;
        headers.XContentTypeOptions = NoSniff;
        headers.ContentSecurityPolicy = document.IsPage ? Policy : NoPolicy;
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
