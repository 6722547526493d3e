using System.Globalization;
using JsmConnector.Notifications.Readers;
using JsmConnector.Platform.Html;
using JsmConnector.Platform.Languages;
using JsmConnector.PublicStatus.Html;

namespace JsmConnector.PublicStatus.Readers;

/// <param name="Own">Null: the link stands for nobody.</param>
/// <param name="Note">What was done: `left`, `saved`; null: nothing yet.</param>
public sealed record ReaderView(string Purpose, OwnReading? Own, string? Note, Language Words);

/// <summary>
/// Links in messages to people of an audience: to leave (RFC 8058: one POST and nothing else), or to choose what they hear. A GET only asks, because
/// scanners of mail follow links. Whoever holds a link may use it; there is no cookie and nothing to forge.
/// </summary>
public static class ReaderRoutes
{
    private const int LargestForm = 16 * 1024;

    public static void Map(IEndpointRouteBuilder routes)
    {
        foreach (var purpose in new[] { AudienceReader.Leave, AudienceReader.Choices })
        {
            routes.MapGet($"{ReaderDesk.Path}/{purpose}", (HttpContext context, IReaderDesk desk, string? token) => ShowAsync(context, desk, purpose, token, null)).AllowAnonymous();
            routes.MapPost($"{ReaderDesk.Path}/{purpose}", (HttpContext context, IReaderDesk desk, string? token) => DoAsync(context, desk, purpose, token)).AllowAnonymous()
                .WithMetadata(new Microsoft.AspNetCore.Mvc.RequestSizeLimitAttribute(LargestForm));
        }
    }

    private static async Task DoAsync(HttpContext context, IReaderDesk desk, string purpose, string? token)
    {
        // Mail programs send a body that says nothing: only the other form is read.
        var form = purpose == AudienceReader.Choices && context.Request.HasFormContentType ? await context.Request.ReadFormAsync(context.RequestAborted) : null;
        if (form is null || form["leave"].Count > 0)
        {
            if (purpose == AudienceReader.Leave || form is not null)
                await desk.LeaveAsync(purpose, token, context.RequestAborted);
            await ShowAsync(context, desk, purpose, token, purpose == AudienceReader.Leave || form is not null ? "left" : null);
            return;
        }
        var least = int.TryParse(form["least"], NumberStyles.None, CultureInfo.InvariantCulture, out var level) ? level : 4;
        await desk.ChooseAsync(token, least, form["briefly"].Count > 0, context.RequestAborted);
        await ShowAsync(context, desk, purpose, token, "saved");
    }

    private static async Task ShowAsync(HttpContext context, IReaderDesk desk, string purpose, string? token, string? note)
    {
        var services = context.RequestServices;
        var own = await desk.FindAsync(purpose, token, context.RequestAborted);
        var html = await services.GetRequiredService<ComponentMarkup>().RenderAsync<ReaderPage, ReaderView>(new ReaderView(purpose, own, note, Language.Of(own?.Language ?? "en")));
        context.Response.Headers["X-Robots-Tag"] = "noindex";
        await WriteDocument.ToAsync(context, PreparedDocument.Html("<!doctype html>\n" + html, own is null ? StatusCodes.Status404NotFound : StatusCodes.Status200OK, new Reach(true, null)), services.GetRequiredService<TimeProvider>());
    }
}
