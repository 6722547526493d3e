namespace JsmConnector.Platform.Html;

/// <summary>
/// Who may frame a page: the origins of one site, nobody else. Values come from an installation and end up in a response header,
/// so only scheme, host and port of a parsed address are ever used.
/// </summary>
public sealed record FrameAncestors
{
    public static FrameAncestors Nobody { get; } = new([]);

    private readonly IReadOnlyList<string> _origins;

    private FrameAncestors(IReadOnlyList<string> origins) => _origins = origins;

    public static FrameAncestors Of(params IEnumerable<string?> addresses) =>
        new([.. addresses.Select(OriginOf).OfType<string>().Distinct(StringComparer.Ordinal)]);

    /// <summary>The value of the directive.</summary>
    public override string ToString() => _origins.Count == 0 ? "'none'" : string.Join(' ', _origins);

    /// <summary>`https://acme.atlassian.net`; null for anything that is no plain web address. http is for loopback (a stand-in site) only.</summary>
    public static string? OriginOf(string? address)
    {
        if (!Uri.TryCreate(address, UriKind.Absolute, out var uri) || uri.HostNameType is not (UriHostNameType.Dns or UriHostNameType.IPv4))
            return null;
        if (uri.Scheme != Uri.UriSchemeHttps && !(uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback))
            return null;
        var host = uri.IdnHost;
        return host.All(character => char.IsAsciiLetterOrDigit(character) || character is '.' or '-')
            ? $"{uri.Scheme}://{host}{(uri.IsDefaultPort ? "" : $":{uri.Port.ToString(System.Globalization.CultureInfo.InvariantCulture)}")}"
            : null;
    }
}
