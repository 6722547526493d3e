using JsmConnector.AtlassianConnect.Authentication;
using JsmConnector.Platform.Html;

namespace JsmConnector.Installations;

/// <summary>
/// Around everything: a call that was refused is told once, with a reason code, whoever refused it. Doors tell their own reasons
/// (<see cref="RefusedCalls"/>); here is told what nobody has told yet.
/// </summary>
public static class TellRefusals
{
    public static IApplicationBuilder UseRefusals(this IApplicationBuilder app) => app.Use(async (context, next) =>
    {
        try
        {
            await next(context);
        }
        catch (BadHttpRequestException broken) when (!context.Response.HasStarted)
        {
            // Too large, too slow, or broken off in the middle: the caller's fault, not an error of ours.
            context.Response.StatusCode = broken.StatusCode;
            context.Response.Headers.Connection = "close";
        }
        if (ReasonOf(context.Features.Get<ScreenStatus>()?.Code ?? context.Response.StatusCode) is { } reason && context.Features.Get<RefusalTold>() is null)
            context.RequestServices.GetRequiredService<RefusedCalls>().Tell(context, reason, "request");
    });

    private static string? ReasonOf(int status) => status switch
    {
        StatusCodes.Status400BadRequest => "request_malformed",
        StatusCodes.Status401Unauthorized => "not_signed_in",
        StatusCodes.Status403Forbidden => "permission_denied",
        StatusCodes.Status405MethodNotAllowed => "method_not_allowed",
        StatusCodes.Status408RequestTimeout => "body_too_slow",
        StatusCodes.Status413PayloadTooLarge => "body_too_large",
        StatusCodes.Status415UnsupportedMediaType => "body_encoding_not_taken",
        StatusCodes.Status429TooManyRequests => "too_many_requests",
        _ => null,
    };
}
