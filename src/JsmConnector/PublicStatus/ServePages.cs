using JsmConnector.PublicStatus.Subscriptions;

namespace JsmConnector.PublicStatus;

/// <summary>
/// Answers everything under /status, before routing and authentication: public bytes need neither. A page on the shelf costs two look-ups and
/// one write.
/// </summary>
public sealed class ServePages(RequestDelegate next, PageShelf shelf, FindPage find, AnswerReader answer, TimeProvider clock)
{
    private const string Root = "/status";
    private const string Prefix = "/status/";

    public Task InvokeAsync(HttpContext context)
    {
        var path = context.Request.Path.Value ?? "";
        if (!path.StartsWith(Root, StringComparison.Ordinal) || (path.Length > Root.Length && path[Root.Length] != '/'))
            return next(context);
        if (SubscriptionPaths.Find(context.Request, "") is not null || SignIn.SignInPaths.Find(context.Request, "") is not null)
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
        return shelf.Find(address) is { } page && page.FindReady(path) is { IsPrivate: false } document
            ? WriteDocument.ToAsync(context, document, clock)
            : RenderAsync(context, path, address.ToString());
    }

    /// <summary>The first request for a document of this version, or for a page that is not on the shelf or not for everybody.</summary>
    private async Task RenderAsync(HttpContext context, string path, string address)
    {
        if (address.Length == 0)
            await RedirectAsync(context, path);
        else if (!SubscriptionPaths.IsAddress(address) || !await answer.TryAnswerAsync(context, address, path))
            await AnswerReader.PlainAsync(context, StatusCodes.Status404NotFound, "There is no status page of this name. Check the address, or ask the people who gave it to you.");
    }

    private async Task RedirectAsync(HttpContext context, string path)
    {
        if (await find.OnlyAddressAsync(context.RequestAborted) is { } only)
            // Relative: a proxy may have taken a prefix off the path.
            context.Response.Redirect(path.EndsWith('/') ? only : $"status/{only}");
        else
            await AnswerReader.PlainAsync(context, StatusCodes.Status404NotFound, "Add the name of the page to the address: /status/your-site.");
    }
}
