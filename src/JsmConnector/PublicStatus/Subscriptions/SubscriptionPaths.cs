using System.Net;
using JsmConnector.Platform.Languages;

namespace JsmConnector.PublicStatus.Subscriptions;

/// <param name="Place">Where the page is: `acme`, or its own host name.</param>
/// <param name="Tag">Language in the address; null: the page's own.</param>
/// <param name="Document">`/updates`, `/updates/confirm`, `/updates/manage`, `/updates/unsubscribe` or `/api/v2/subscribers.json`.</param>
public sealed record SubscriptionAddress(string Place, string? Tag, string Document);

/// <summary>Which requests are about a subscription: all that is not a prepared document of a page. Pure.</summary>
public static class SubscriptionPaths
{
    public const string Ask = "/updates", Confirm = "/updates/confirm", Manage = "/updates/manage", Unsubscribe = "/updates/unsubscribe", Json = "/api/v2/subscribers.json";

    /// <summary>The worker of a browser that takes messages, and the key that it subscribes with.</summary>
    public const string Worker = "/updates/worker.js", PushKey = "/updates/push-key";
    private const string Prefix = "/status/";

    /// <param name="ownHost">The name of the app itself.</param>
    public static SubscriptionAddress? Find(HttpRequest request, string ownHost)
    {
        var path = request.Path.Value ?? "";
        // The cheapest question first: every request passes here.
        if (!path.Contains(Ask, StringComparison.Ordinal) && !path.EndsWith(Json, StringComparison.Ordinal))
            return null;
        return Split(request, ownHost) is var (place, document) ? Below(request.Method, place, document) : null;
    }

    /// <returns>The page that a path is below of, and the rest; null when no page can be there.</returns>
    public static (string Place, string Document)? Split(HttpRequest request, string ownHost)
    {
        var path = request.Path.Value ?? "";
        if (!path.StartsWith(Prefix, StringComparison.Ordinal))
            return HostOf(request.Host, ownHost) is { } host ? (host, path) : null;
        var slash = path.IndexOf('/', Prefix.Length);
        return slash > 0 && IsAddress(path[Prefix.Length..slash]) ? (path[Prefix.Length..slash], path[slash..]) : null;
    }

    /// <summary>What a page below /status can be called; anything else is not asked of the database, which for one refuses a null character.</summary>
    public static bool IsAddress(string address) =>
        address.Length is > 0 and <= 120 && address.All(character => char.IsAsciiLetterLower(character) || char.IsAsciiDigit(character) || character == '-');

    /// <returns>Null when no page can have this name.</returns>
    public static string? HostOf(HostString host, string ownHost)
    {
        if (!host.HasValue || host.Value.Length > 260)
            return null;
        var name = host.Host;
        if (name.Equals(ownHost, StringComparison.OrdinalIgnoreCase) || !name.Contains('.', StringComparison.Ordinal) || IPAddress.TryParse(name, out _))
            return null;
        return name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '.') ? name.ToLowerInvariant() : null;
    }

    private static SubscriptionAddress? Below(string method, string place, string document)
    {
        var tag = Language.All.FirstOrDefault(language => document.StartsWith($"/{language.Tag}/", StringComparison.Ordinal))?.Tag;
        var own = tag is null ? document : document[(tag.Length + 1)..];
        return own switch
        {
            Confirm or Manage or Unsubscribe or Worker or PushKey => new SubscriptionAddress(place, tag, own),
            Ask or Json when HttpMethods.IsPost(method) => new SubscriptionAddress(place, tag, own),
            _ => null,
        };
    }
}
