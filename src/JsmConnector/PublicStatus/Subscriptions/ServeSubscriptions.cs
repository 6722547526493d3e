using System.Text.Json;
using JsmConnector.Notifications.ReaderSignIn;
using JsmConnector.Notifications.Subscribers;
using JsmConnector.Platform;
using JsmConnector.Platform.Database;
using JsmConnector.Platform.Html;
using JsmConnector.Platform.Languages;
using JsmConnector.PublicStatus.Html;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;

namespace JsmConnector.PublicStatus.Subscriptions;

/// <summary>
/// Subscribing, confirming, changing and leaving, below the page itself. Runs behind the forwarded headers: how many may ask is counted by address. A link only
/// asks; what it is about is done by a POST, because scanners of mail follow links.
/// </summary>
public sealed partial class ServeSubscriptions(
    RequestDelegate next, PageShelf shelf, IServiceScopeFactory scopes, ComponentMarkup markup, IReaderSignIn signIn, TimeProvider clock, IOptions<AppOptions> app, ILogger<ServeSubscriptions> logger)
{
    private const int LargestBody = 64 * 1024;

    /// <summary>Changes with the words under the form.</summary>
    private const string Consent = "subscribe-consent/1";
    private readonly string _ownHost = new Uri(app.Value.BaseUrl).Host;

    public Task InvokeAsync(HttpContext context) => SubscriptionPaths.Find(context.Request, _ownHost) is { } address ? AnswerAsync(context, address) : next(context);

    private async Task AnswerAsync(HttpContext context, SubscriptionAddress address)
    {
        context.Response.Headers["X-Robots-Tag"] = "noindex";
        try
        {
            if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
                size.MaxRequestBodySize = LargestBody;
            if ((shelf.Find(address.Place) ?? await shelf.LoadAsync(address.Place, clock.GetUtcNow())) is not { } page)
                await AnswerReader.PlainAsync(context, StatusCodes.Status404NotFound, "There is no status page of this name.");
            else
                await AnswerAsync(context, page, address);
        }
        catch (Exception exception) when (exception is BadHttpRequestException or InvalidDataException or JsonException && !context.Response.HasStarted)
        {
            await AnswerReader.PlainAsync(context, StatusCodes.Status400BadRequest, "The request could not be read.");
        }
        catch (Exception exception) when (exception is not OperationCanceledException && !context.Response.HasStarted)
        {
            LogNotDone(logger, exception, address.Place);
            context.Response.Headers.RetryAfter = "30";
            await AnswerReader.PlainAsync(context, StatusCodes.Status503ServiceUnavailable, "Subscriptions cannot be changed right now. Please try again in a minute.");
        }
    }

    private async Task AnswerAsync(HttpContext context, RenderedPage page, SubscriptionAddress address)
    {
        await using var scope = scopes.Enter(page.Key.Installation);
        var desk = scope.ServiceProvider.GetRequiredService<ISubscriptionDesk>();
        var view = new PageView(page.Page, Language.Of(address.Tag ?? page.Page.Settings.Language), "/updates");
        var (isPost, token) = (HttpMethods.IsPost(context.Request.Method), context.Request.Query["token"].ToString());
        if (!isPost && !HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method))
        {
            context.Response.Headers.Allow = "GET, HEAD, POST";
            await AnswerReader.PlainAsync(context, StatusCodes.Status405MethodNotAllowed, "Use GET or POST.");
            return;
        }
        var (status, html) = address.Document switch
        {
            SubscriptionPaths.Worker => await ServePush.WorkerAsync(context),
            SubscriptionPaths.PushKey => await ServePush.KeyAsync(context, await desk.PushKeyAsync(page.Key.Installation, context.RequestAborted)),
            SubscriptionPaths.Json => await AskJsonAsync(context, page, view, desk),
            SubscriptionPaths.Ask => await AskAsync(context, page, view, desk),
            SubscriptionPaths.Confirm when isPost => await desk.ConfirmAsync(page.Key.PageId, token, context.RequestAborted) ? (200, await NoteAsync(view, "confirmed")) : (404, await NoteAsync(view, "link-over")),
            SubscriptionPaths.Confirm => await QuestionAsync(view, desk, page, SubscriberTokens.Confirm, token, context.RequestAborted),
            SubscriptionPaths.Manage when isPost => await ChangeAsync(context, page, view, desk, token),
            SubscriptionPaths.Manage => await QuestionAsync(view, desk, page, SubscriberTokens.Manage, token, context.RequestAborted),
            _ when isPost => await desk.UnsubscribeAsync(page.Key.PageId, SubscriberTokens.Unsubscribe, token, context.RequestAborted) ? (200, await NoteAsync(view, "unsubscribed")) : (404, await NoteAsync(view, "link-over")),
            _ => await QuestionAsync(view, desk, page, SubscriberTokens.Unsubscribe, token, context.RequestAborted),
        };
        if (html is not null)
            await WriteDocument.ToAsync(context, PreparedDocument.Html("<!doctype html>\n" + html, status, new Reach(true, null)), clock);
    }

    private async Task<(int Status, string? Html)> AskAsync(HttpContext context, RenderedPage page, PageView view, ISubscriptionDesk desk)
    {
        var door = page.Page.IsPrivate ? PageAccess.DoorOf(page, context.Request, signIn, clock.GetUtcNow()) : null;
        if (page.Page.IsPrivate && door is null)
            return (403, await markup.RenderAsync<AccessPage, AccessView>(new AccessView(view, page.Page.SignsIn ? AccessStep.Ask : AccessStep.LinkOnly)));
        if (!context.Request.HasFormContentType)
            return (400, await NoteAsync(view, "not-understood"));
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        var asked = await desk.AskAsync(
            new SubscriptionWish(page.Key.Installation, page.Key.PageId, form["way"].ToString(), form["address"].ToString(), view.Words.Tag, ReadWish.Choice(form, page.Page), From(context), Consent, door),
            page.Page.Settings, context.RequestAborted);
        return asked switch
        {
            SubscriptionAsked.Asked => (200, await NoteAsync(view, "asked")),
            SubscriptionAsked.TooMany => (429, await NoteAsync(view, "too-many")),
            SubscriptionAsked.NoAddress => (400, await NoteAsync(view, "no-address")),
            _ => (400, await NoteAsync(view, "not-offered")),
        };
    }

    /// <summary>The answer of Statuspage: a subscriber that is not confirmed yet, known before or not.</summary>
    private async Task<(int Status, string? Html)> AskJsonAsync(HttpContext context, RenderedPage page, PageView view, ISubscriptionDesk desk)
    {
        var door = page.Page.IsPrivate ? PageAccess.DoorOf(page, context.Request, signIn, clock.GetUtcNow()) : null;
        if (page.Page.IsPrivate && door is null)
        {
            await AnswerReader.PlainAsync(context, StatusCodes.Status403Forbidden, "This page is for invited readers.");
            return (403, null);
        }
        using var body = await JsonDocument.ParseAsync(context.Request.Body, new JsonDocumentOptions { MaxDepth = 8 }, context.RequestAborted);
        if (ReadWish.Json(body.RootElement, page.Page) is not var (kind, address, choice))
        {
            await AnswerReader.PlainAsync(context, StatusCodes.Status400BadRequest, "The member subscriber with email or endpoint is missing.");
            return (400, null);
        }
        var asked = await desk.AskAsync(new SubscriptionWish(page.Key.Installation, page.Key.PageId, kind, address, view.Words.Tag, choice, From(context), Consent, door), page.Page.Settings, context.RequestAborted);
        var status = asked switch { SubscriptionAsked.Asked => 201, SubscriptionAsked.TooMany => 429, _ => 422 };
        context.Response.Headers.CacheControl = "no-store";
        if (!page.Page.IsPrivate)
            context.Response.Headers.AccessControlAllowOrigin = "*";
        await (status == 201
            ? Results.Json(new { page = new { id = page.Page.Id, name = page.Page.Name, url = page.Page.Url, time_zone = "Etc/UTC" }, subscriber = new { mode = kind, email = kind == "email" ? address : null, endpoint = kind == "webhook" ? address : null, state = "unconfirmed" } }, statusCode: 201)
            : Results.Problem(title: status == 429 ? "Too many asked from here. Try again in an hour." : "The address cannot be told, or the page does not offer this way.", statusCode: status)).ExecuteAsync(context);
        return (status, null);
    }

    private async Task<(int Status, string? Html)> ChangeAsync(HttpContext context, RenderedPage page, PageView view, ISubscriptionDesk desk, string token)
    {
        if (!context.Request.HasFormContentType)
            return (400, await NoteAsync(view, "not-understood"));
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        var done = form["leave"].Count > 0
            ? await desk.UnsubscribeAsync(page.Key.PageId, SubscriberTokens.Manage, token, context.RequestAborted)
            : await desk.ChangeAsync(page.Key.PageId, token, ReadWish.Choice(form, page.Page), context.RequestAborted);
        return done ? (200, await NoteAsync(view, form["leave"].Count > 0 ? "unsubscribed" : "changed")) : (404, await NoteAsync(view, "link-over"));
    }

    private async Task<(int Status, string? Html)> QuestionAsync(PageView view, ISubscriptionDesk desk, RenderedPage page, string purpose, string token, CancellationToken cancellationToken) =>
        await desk.FindAsync(page.Key.PageId, purpose, token, cancellationToken) is { } own
            ? (200, await markup.RenderAsync<SubscriptionPage, SubscriptionView>(new SubscriptionView(view, purpose, own)))
            : (404, await NoteAsync(view, "link-over"));

    private Task<string> NoteAsync(PageView view, string note) => markup.RenderAsync<SubscriptionNote, NoteView>(new NoteView(view, note));

    private static string From(HttpContext context) => context.Connection.RemoteIpAddress?.ToString() ?? "";

    [LoggerMessage(Level = LogLevel.Error, Message = "A subscription to the status page {Place} could not be changed")]
    private static partial void LogNotDone(ILogger logger, Exception exception, string place);
}
