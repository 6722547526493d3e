using System.Net.Http.Headers;
using System.Text;
using JsmConnector.Installations.AdminWebhooks;
using JsmConnector.Installations.Settings;

namespace JsmConnector.StatusPages.Providers.JsmPage;

/// <summary>A page and the token that opens it, both checked: neither can bend an address or a header.</summary>
public sealed class JsmPageAccess
{
    private JsmPageAccess(string pageId, IReadOnlyList<string> roots, AuthenticationHeaderValue authorization) => (PageId, Roots, Authorization) = (pageId, roots, authorization);

    public string PageId { get; }

    /// <summary>
    /// Where the API may be, without a trailing slash: the vendor's document and the vendor's pages write the address differently
    /// (developer.atlassian.com/cloud/jira/service-desk-ops/rest/v2). The one that knows the page is used.
    /// </summary>
    public IReadOnlyList<string> Roots { get; }

    public AuthenticationHeaderValue Authorization { get; }

    /// <returns>The access, or what the administrator has to mend.</returns>
    public static (JsmPageAccess? Access, string? Problem) Of(StatusPageSettings page, AtlassianGateway gateway)
    {
        var (id, token) = (page.PageId?.Trim() ?? "", page.ApiKey?.Trim() ?? "");
        if (id.Length is 0 or > 64 || !id.All(c => char.IsAsciiLetterOrDigit(c) || c == '-'))
            return (null, $"The status page '{page.Id}' has no page id of Jira Service Management; enter it in settings.");
        if (!Guid.TryParseExact(page.CloudId, "D", out var cloud))
            return (null, $"The status page '{page.Id}' has no cloud id; copy it from https://your-site.atlassian.net/_edge/tenant_info into settings.");
        if (token.Length is 0 or > 1000 || !token.All(c => c is > ' ' and < '\x7f'))
            return (null, $"The status page '{page.Id}' has no usable token; enter one in settings.");

        // A person's token works at the first address only, a bearer token at the second only.
        var isPersonal = token.Contains(':', StringComparison.Ordinal);
        var root = (isPersonal ? gateway.Operations() : new Uri($"{gateway.Jira($"{cloud:D}")}/jsm/ops")).ToString().TrimEnd('/');
        return (new JsmPageAccess(id, [$"{root}/stakeholder-comms/cloudId/{cloud:D}/api", $"{root}/api/{cloud:D}"], isPersonal
            ? new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(token)))
            : new AuthenticationHeaderValue("Bearer", token)), null);
    }

    /// <summary>Never the token: this may end up in a log.</summary>
    public override string ToString() => PageId;
}
