namespace JsmConnector.AtlassianConnect.Authentication;

/// <summary>What is fixed for the whole app when a token is judged.</summary>
public sealed record ConnectTokenRules
{
    public static readonly TimeSpan LongestLife = TimeSpan.FromHours(24);
    public static readonly TimeSpan LargestLead = TimeSpan.FromSeconds(60);

    public required string AppKey { get; init; }

    public required TimeSpan Leeway { get; init; }

    /// <summary>Own addresses without trailing slash: the audiences of signed installs.</summary>
    public required IReadOnlyList<string> BaseUrls { get; init; }

    /// <summary>
    /// The distinct paths of <see cref="BaseUrls"/>; a query hash leaves them out. The empty one is always among them:
    /// a proxy may have cut the path off already, and what is left may begin with the same words.
    /// </summary>
    public required IReadOnlyList<string> BasePaths { get; init; }

    public static ConnectTokenRules From(AtlassianConnectOptions options)
    {
        var urls = options.BaseUrls.Where(url => !string.IsNullOrWhiteSpace(url)).Select(WithoutSlash).ToArray();
        return new ConnectTokenRules
        {
            AppKey = options.AppKey,
            Leeway = options.Leeway,
            BaseUrls = urls,
            BasePaths = urls.Select(PathOf).Append("").Distinct(StringComparer.Ordinal).ToArray(),
        };
    }

    public bool IsOwnAudience(string audience) => BaseUrls.Contains(WithoutSlash(audience), StringComparer.Ordinal);

    // One slash and no more: anything else is another address.
    private static string WithoutSlash(string url) => url.EndsWith('/') ? url[..^1] : url;

    private static string PathOf(string url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var uri) ? uri.AbsolutePath.TrimEnd('/') : "";
}
