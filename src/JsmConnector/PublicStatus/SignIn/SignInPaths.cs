using JsmConnector.PublicStatus.Subscriptions;

namespace JsmConnector.PublicStatus.SignIn;

/// <summary>Which requests are about signing in to a page. Pure.</summary>
public static class SignInPaths
{
    public const string Ask = "/access", Enter = "/access/enter";

    /// <param name="ownHost">The name of the app itself.</param>
    public static (string Place, string Document)? Find(HttpRequest request, string ownHost)
    {
        // The cheapest question first: every request passes here.
        var path = request.Path.Value ?? "";
        return (path.EndsWith(Enter, StringComparison.Ordinal) || (path.EndsWith(Ask, StringComparison.Ordinal) && HttpMethods.IsPost(request.Method)))
            && SubscriptionPaths.Split(request, ownHost) is { Document: Ask or Enter } found ? found : null;
    }
}
