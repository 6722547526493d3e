using JsmConnector.Notifications.ReaderSignIn;
using JsmConnector.Platform;
using JsmConnector.Platform.Html;
using JsmConnector.Platform.Languages;
using JsmConnector.PublicStatus.Html;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;

namespace JsmConnector.PublicStatus.SignIn;

/// <summary>
/// Signing in to a page that is not public: an address is asked for, a link is mailed, and a button behind the link, not the link, lets in, because scanners of
/// mail follow links. A page without sign-in answers as if there were no such address.
/// </summary>
public sealed partial class ServeSignIn(
    RequestDelegate next, PageShelf shelf, ComponentMarkup markup, IReaderSignIn signIn, TimeProvider clock, IOptions<AppOptions> app, ILogger<ServeSignIn> logger)
{
    private const int LargestBody = 8 * 1024;
    private readonly string _ownHost = new Uri(app.Value.BaseUrl).Host;

    public Task InvokeAsync(HttpContext context) => SignInPaths.Find(context.Request, _ownHost) is var (place, document) ? AnswerAsync(context, place, document) : next(context);

    private async Task AnswerAsync(HttpContext context, string place, string document)
    {
        context.Response.Headers["X-Robots-Tag"] = "noindex";
        context.Response.Headers["Referrer-Policy"] = "no-referrer";
        try
        {
            if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
                size.MaxRequestBodySize = LargestBody;
            var page = shelf.Find(place) ?? await shelf.LoadAsync(place, clock.GetUtcNow());
            if (page is { Page.IsPrivate: true } && document == SignInPaths.Leave)
                PageAccess.End(page.Page, context);
            else if (page is not { Page.SignsIn: true } || document == SignInPaths.Leave)
                await AnswerReader.PlainAsync(context, StatusCodes.Status404NotFound, "There is nothing to sign in to at this address.");
            else if (document == SignInPaths.Ask)
                await AskAsync(context, page);
            else if (HttpMethods.IsPost(context.Request.Method))
                await EnterAsync(context, page);
            else
                await ShowAsync(context, page, AccessStep.Enter, 200);
        }
        catch (Exception exception) when (exception is BadHttpRequestException or InvalidDataException && !context.Response.HasStarted)
        {
            await AnswerReader.PlainAsync(context, StatusCodes.Status400BadRequest, "The request could not be read.");
        }
        catch (Exception exception) when (exception is not OperationCanceledException && !context.Response.HasStarted)
        {
            LogNotDone(logger, exception, place);
            context.Response.Headers.RetryAfter = "30";
            await AnswerReader.PlainAsync(context, StatusCodes.Status503ServiceUnavailable, "Nobody can sign in right now. Please try again in a minute.");
        }
    }

    private async Task AskAsync(HttpContext context, RenderedPage page)
    {
        var address = context.Request.HasFormContentType ? (await context.Request.ReadFormAsync(context.RequestAborted))["address"].ToString() : "";
        var asked = signIn.Ask(new SignInWish(
            PageAccess.PlaceOf(page.Key), page.Page.Settings, page.Page.Name, page.Page.Url, address, page.Page.Settings.Language, context.Connection.RemoteIpAddress?.ToString() ?? ""));
        var (step, status) = asked switch { SignInAsked.Asked => (AccessStep.Sent, 200), SignInAsked.TooMany => (AccessStep.TooMany, 429), _ => (AccessStep.NoAddress, 400) };
        await ShowAsync(context, page, step, status);
    }

    private async Task EnterAsync(HttpContext context, RenderedPage page)
    {
        if (await signIn.RedeemAsync(PageAccess.PlaceOf(page.Key), page.Page.Settings, context.Request.Query["token"], context.RequestAborted) is { } session)
            PageAccess.Begin(page.Page, context, session);
        else
            await ShowAsync(context, page, AccessStep.Over, 404);
    }

    private async Task ShowAsync(HttpContext context, RenderedPage page, AccessStep step, int status)
    {
        var html = await markup.RenderAsync<AccessPage, AccessView>(new AccessView(new PageView(page.Page, Language.Of(page.Page.Settings.Language), ""), step));
        await WriteDocument.ToAsync(context, PreparedDocument.Html("<!doctype html>\n" + html, status, new Reach(true, null)), clock);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Nobody could sign in to the status page {Place}")]
    private static partial void LogNotDone(ILogger logger, Exception exception, string place);
}
