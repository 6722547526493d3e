using System.Security.Cryptography;
using System.Text;
using JsmConnector.Installations.Settings;

namespace JsmConnector.StatusPages.Providers.Statuspage;

/// <summary>A page and the key that opens it, both checked: neither can bend an address or a header.</summary>
public sealed class StatuspageAccess
{
    private StatuspageAccess(string pageId, string apiKey)
    {
        PageId = pageId;
        ApiKey = apiKey;
        KeyHash = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(apiKey)));
    }

    public string PageId { get; }

    public string ApiKey { get; }

    /// <summary>Names the key where it must not be told: the budget belongs to the key, whichever pages use it.</summary>
    public string KeyHash { get; }

    /// <returns>The access, or what the administrator has to mend.</returns>
    public static (StatuspageAccess? Access, string? Problem) Of(StatusPageSettings page)
    {
        var (pageId, apiKey) = (page.PageId?.Trim() ?? "", page.ApiKey?.Trim() ?? "");
        if (pageId.Length == 0)
            return (null, $"The status page '{page.Id}' has no page id; enter it in settings.");
        if (!IsRemoteId(pageId))
            return (null, $"The page id of the status page '{page.Id}' is not one of Statuspage's; enter the page id, not an address, in settings.");
        if (apiKey.Length == 0)
            return (null, $"The status page '{page.Id}' has no API key; enter one in settings.");
        if (apiKey.Length > 500 || !apiKey.All(c => c is > ' ' and < '\x7f'))
            return (null, $"The API key of the status page '{page.Id}' holds characters that no key has; enter it again in settings.");
        return (new StatuspageAccess(pageId, apiKey), null);
    }

    public static bool IsRemoteId(string id) => id.Length is > 0 and <= 64 && id.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');

    /// <summary>Never the key: this may end up in a log.</summary>
    public override string ToString() => PageId;
}
