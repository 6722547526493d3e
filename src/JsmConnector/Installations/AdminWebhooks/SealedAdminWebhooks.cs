using JsmConnector.Platform.Database;
using JsmConnector.Platform.Secrets;

namespace JsmConnector.Installations.AdminWebhooks;

/// <summary>Secrets of signed webhooks, and the tokens by which such sites are called back.</summary>
public sealed class SealedAdminWebhooks : ISealedValues
{
    public IReadOnlyList<string> Columns => ["admin_webhooks.secret", "admin_webhooks.previous_secret", "site_tokens.token"];

    public async Task<Resealed> ResealAsync(InstallationId installation, JsmConnectorContext database, SecretBox secrets, CancellationToken cancellationToken) =>
        await database.Set<AdminWebhook>().ResealAsync(webhook => webhook.Secret, AdminWebhook.SecretOf(installation), secrets, cancellationToken)
        + await database.Set<AdminWebhook>().ResealAsync(webhook => webhook.PreviousSecret, AdminWebhook.SecretOf(installation), secrets, cancellationToken)
        + await database.Set<SiteToken>().ResealAsync(token => token.Token, SiteToken.SecretOf(installation), secrets, cancellationToken);
}
