using Microsoft.Net.Http.Headers;

namespace JsmConnector.Platform.Http;

/// <summary>
/// Requests that no honest caller sends. A compressed body could become a thousand times its size, and nobody who calls us compresses; two lengths
/// at once are how a request is hidden inside another one behind a proxy (RFC 9112, 6.3).
/// </summary>
public static class RequestShape
{
    /// <summary>Where Kestrel puts the length that a transfer encoding overrides.</summary>
    private const string OverriddenLength = "X-Content-Length";

    public static IApplicationBuilder UseRequestShape(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        if (Refusal(context.Request.Headers) is not { } status)
            return next(context);
        context.Response.StatusCode = status;
        context.Response.Headers.Connection = "close";
        return Task.CompletedTask;
    });

    private static int? Refusal(IHeaderDictionary headers)
    {
        if (headers.TransferEncoding.Count > 0 && headers.ContainsKey(OverriddenLength))
            return StatusCodes.Status400BadRequest;
        return headers.TryGetValue(HeaderNames.ContentEncoding, out var encoding) && !string.Equals(encoding, "identity", StringComparison.OrdinalIgnoreCase)
            ? StatusCodes.Status415UnsupportedMediaType
            : null;
    }
}
