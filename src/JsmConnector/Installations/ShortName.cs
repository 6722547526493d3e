using System.Net;

namespace JsmConnector.Installations;

/// <summary>The path segment of a site's status page: `acme` for https://acme.atlassian.net.</summary>
public static class ShortName
{
    public static string Of(string baseUrl)
    {
        if (!Uri.TryCreate(baseUrl, UriKind.Absolute, out var url))
            return "site";
        if (IPAddress.TryParse(url.Host, out _) || url.IsLoopback)
            return "local";
        var label = url.Host.Split('.')[0].ToLowerInvariant();
        var name = new string([.. label.Where(character => char.IsAsciiLetterOrDigit(character) || character == '-')]).Trim('-');
        return name.Length == 0 ? "site" : name.Length > 60 ? name[..60] : name;
    }
}
