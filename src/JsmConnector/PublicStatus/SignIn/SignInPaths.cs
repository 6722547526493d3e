using JsmConnector.PublicStatus.Subscriptions;

namespace JsmConnector.PublicStatus.SignIn;

/// <summary>Which requests are about signing in to a page. Pure.</summary>
public static class SignInPaths
{
    public const string Ask = "/access", Enter = "/access/enter", Leave = "/access/leave";

    /// <param name="ownHost">The name of the app itself.</param>
    public static (string Place, string Document)? Find(HttpRequest request, string ownHost)
    {
        // The cheapest question first: every request passes here.
        var path = request.Path.Value ?? "";
        var isAction = HttpMethods.IsPost(request.Method) && (path.EndsWith(Ask, StringComparison.Ordinal) || path.EndsWith(Leave, StringComparison.Ordinal));
        return (isAction || path.EndsWith(Enter, StringComparison.Ordinal)) && SubscriptionPaths.Split(request, ownHost) is { Document: Ask or Enter or Leave } found ? found : null;
    }
}
