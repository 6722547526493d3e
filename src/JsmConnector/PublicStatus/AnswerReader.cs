using JsmConnector.Notifications.ReaderSignIn;
using JsmConnector.Platform.Html;
using JsmConnector.Platform.Languages;
using JsmConnector.PublicStatus.Html;

namespace JsmConnector.PublicStatus;

/// <summary>Answers with a document of a page that is not ready, or not for everybody.</summary>
public sealed partial class AnswerReader(PageShelf shelf, ComponentMarkup markup, IReaderSignIn signIn, TimeProvider clock, ILogger<AnswerReader> logger)
{
    /// <returns>False when no page is there; then nothing was written.</returns>
    public async Task<bool> TryAnswerAsync(HttpContext context, string place, string path)
    {
        try
        {
            if ((shelf.Find(place) ?? await shelf.LoadAsync(place, clock.GetUtcNow())) is not { } page)
                return false;
            await AnswerAsync(context, page, path);
        }
        catch (Exception exception) when (exception is not OperationCanceledException && !context.Response.HasStarted)
        {
            LogNotRead(logger, exception, place);
            context.Response.Headers.RetryAfter = "10";
            await PlainAsync(context, StatusCodes.Status503ServiceUnavailable, "The status page cannot be shown right now. Please try again in a few seconds.");
        }
        return true;
    }

    /// <summary>For a program, a problem document; for a person, a sentence.</summary>
    public static Task PlainAsync(HttpContext context, int status, string text)
    {
        context.Response.StatusCode = status;
        context.Response.Headers.CacheControl = "no-store";
        return context.Request.Path.Value?.EndsWith(".json", StringComparison.Ordinal) == true
            ? Results.Problem(title: text, statusCode: status).ExecuteAsync(context)
            : context.Response.WriteAsync(text, context.RequestAborted);
    }

    private async Task AnswerAsync(HttpContext context, RenderedPage page, string path)
    {
        var access = page.Page.IsPrivate ? PageAccess.Ask(page, context.Request, signIn, clock.GetUtcNow()) : PageAccess.Answer.Granted;
        if (access == PageAccess.Answer.Refused)
        {
            await RefuseAsync(context, page.Page, path);
            return;
        }
        var document = await page.RenderAsync(path);
        if (access == PageAccess.Answer.GrantedByAddress && document.IsPage)
            PageAccess.Remember(page.Page, context);
        else if (document.Status == StatusCodes.Status404NotFound && path.EndsWith(".json", StringComparison.Ordinal))
            await PlainAsync(context, document.Status, "The page has no such document.");
        else
            await WriteDocument.ToAsync(context, document, clock);
    }

    private async Task RefuseAsync(HttpContext context, PublicPage page, string path)
    {
        context.Response.Headers["Referrer-Policy"] = "no-referrer";
        var words = Language.Of(page.Settings.Language);
        if (Path.HasExtension(path))
        {
            await PlainAsync(context, StatusCodes.Status403Forbidden, "This page is for invited readers: add ?key= and the key of your access link.");
            return;
        }
        var html = "<!doctype html>\n" + await markup.RenderAsync<AccessPage, AccessView>(new AccessView(new PageView(page, words, ""), page.SignsIn ? AccessStep.Ask : AccessStep.LinkOnly));
        await WriteDocument.ToAsync(context, PreparedDocument.Html(html, StatusCodes.Status403Forbidden, new Reach(true, null)), clock);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The status page {Place} could not be read")]
    private static partial void LogNotRead(ILogger logger, Exception exception, string place);
}
