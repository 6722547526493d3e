using JsmConnector.Platform;
using JsmConnector.PublicStatus.Subscriptions;
using Microsoft.Extensions.Options;

namespace JsmConnector.PublicStatus;

/// <summary>
/// A page at the root of its own host name. Runs behind the forwarded headers, since a proxy may hold the name. Whatever else comes here (the app's own
/// name, addresses, anything that writes) passes by without a question to the database.
/// </summary>
public sealed class ServeHosts(RequestDelegate next, PageShelf shelf, AnswerReader answer, TimeProvider clock, IOptions<AppOptions> app)
{
    private readonly string _ownHost = new Uri(app.Value.BaseUrl).Host;

    public Task InvokeAsync(HttpContext context)
    {
        if ((!HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method)) || SubscriptionPaths.HostOf(context.Request.Host, _ownHost) is not { } place)
            return next(context);
        var path = context.Request.Path.Value ?? "/";
        if (path.StartsWith("/assets/", StringComparison.Ordinal) || path.StartsWith("/health/", StringComparison.Ordinal))
            return next(context);
        return shelf.Find(place) is { } page && page.FindReady(path) is { IsPrivate: false } document
            ? WriteDocument.ToAsync(context, document, clock)
            : RenderAsync(context, place, path);
    }

    private async Task RenderAsync(HttpContext context, string place, string path)
    {
        if (!await answer.TryAnswerAsync(context, place, path))
            await next(context);
    }
}
