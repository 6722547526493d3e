using JsmConnector.AtlassianConnect.Client;
using JsmConnector.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace JsmConnector.Installations.AdminWebhooks;

/// <param name="Works">Whether Jira knew the app's account.</param>
/// <param name="Text">What happened and what to do, for people; holds nothing secret.</param>
public sealed record ConnectionTested(bool Works, string Text);

/// <summary>Calls the site as the app would, at this moment.</summary>
public sealed class TestConnection(JsmConnectorContext database, TenantScope tenant, TokenCredentials token, IJiraClients clients)
{
    public async Task<ConnectionTested> RunAsync(CancellationToken cancellationToken)
    {
        var held = await database.Set<SiteToken>().AsNoTracking().FirstOrDefaultAsync(cancellationToken);
        if (held is null)
            return new ConnectionTested(false, "No token is stored, so Jira cannot be asked. Events still arrive and incidents are shown; links on tickets and the postmortem's history of the ticket wait for a token.");
        // This token and no other door's: the answer is about it.
        var site = await database.Set<Installation>().AsNoTracking().SingleAsync(each => each.Id == tenant.Current, cancellationToken);
        return await token.OfferAsync(site, cancellationToken) is not { } offer
            ? new ConnectionTested(false, "The stored token cannot be opened: the encryption key changed. Enter the token again.")
            : Judge(await clients.For(offer.Credentials).GetMyselfAsync(cancellationToken), held.Kind);
    }

    internal static ConnectionTested Judge(JiraResult<JiraAccount> answer, SiteTokenKind kind) => answer switch
    {
        JiraResult<JiraAccount>.Ok(var account) => new(true, $"Jira answered and knows the app as {account.DisplayName ?? account.AccountId ?? "an account without a name"}."),
        JiraResult<JiraAccount>.Refused(401, _) => new(false, kind switch
        {
            SiteTokenKind.Scoped => "Jira does not accept the token (401). It has run out or was revoked, lacks the scope read:jira-work, or belongs to another e-mail address. Make a new one and enter it here.",
            SiteTokenKind.Classic => "Jira does not accept the token (401). It has run out, or it was made with scopes: then choose 'token with scopes', because those work at Atlassian's gateway only.",
            _ => "Jira does not accept the token (401). It has run out or was revoked. Make a new personal access token in your Jira profile and enter it here.",
        }),
        JiraResult<JiraAccount>.Refused(403, _) => new(false, "Jira knows the token but does not let its account in (403). Give the account access to Jira Service Management and to the project with your incidents."),
        JiraResult<JiraAccount>.Refused(var status, var message) => new(false, $"Jira refused the call ({status}): {message}"),
        JiraResult<JiraAccount>.NotFound when kind == SiteTokenKind.Personal => new(false, "The site has no REST interface of version 3 (404), as Data Center has none. Events and the status page work; what asks Jira does not yet."),
        JiraResult<JiraAccount>.NotFound => new(false, "Nothing answers at this address (404). Check the address of the site; a token with scopes needs a Cloud site."),
        JiraResult<JiraAccount>.RateLimited => new(false, "Jira asks to slow down (429). The token may be fine; test again in a minute."),
        JiraResult<JiraAccount>.Unreachable(var why, _) => new(false, $"Jira did not answer ({why}). Check that this server may call the site; addresses in private networks need Outbound__AllowLoopback=true."),
        _ => new(false, "Jira gave an answer that is not understood."),
    };
}
