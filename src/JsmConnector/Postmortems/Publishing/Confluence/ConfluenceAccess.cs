using System.Net.Http.Headers;
using System.Text;
using JsmConnector.Installations.AdminWebhooks;
using JsmConnector.Installations.Settings;

namespace JsmConnector.Postmortems.Publishing.Confluence;

/// <summary>Where a site's Confluence is and what opens it. A token without scopes works at the site, one with scopes at the gateway only.</summary>
public sealed class ConfluenceAccess
{
    private ConfluenceAccess(string url, string siteUrl, AuthenticationHeaderValue authorization) => (Url, SiteUrl, Authorization) = (url, siteUrl, authorization);

    /// <summary>Before `/api/v2`; without a trailing slash.</summary>
    public string Url { get; }

    /// <summary>Where people read; without a trailing slash.</summary>
    public string SiteUrl { get; }
    public AuthenticationHeaderValue Authorization { get; }

    /// <returns>The access, or what the administrator has to mend.</returns>
    public static (ConfluenceAccess? Access, string? Problem) Of(ConfluenceSettings settings, string siteUrl, AtlassianGateway gateway)
    {
        var token = settings.Token?.Trim() ?? "";
        if (token.Length == 0 || token.Length > 1000 || !token.All(c => c is > ' ' and < '\x7f'))
            return (null, "There is no usable API token for Confluence: enter one at postmortems.publishing.confluence.token in the settings.");
        var site = siteUrl.TrimEnd('/');
        var url = settings.CloudId is { } cloud ? $"{gateway.Confluence(cloud).ToString().TrimEnd('/')}/wiki" : $"{site}/wiki";
        return (new ConfluenceAccess(url, site, settings.Account is { Length: > 0 } account
            ? new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{account.Trim()}:{token}")))
            : new AuthenticationHeaderValue("Bearer", token)), null);
    }

    /// <summary>Never the token: this may end up in a log.</summary>
    public override string ToString() => Url;
}
