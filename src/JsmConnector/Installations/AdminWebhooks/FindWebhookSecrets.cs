using JsmConnector.AtlassianConnect.SignedWebhooks;
using JsmConnector.Platform.Database;
using JsmConnector.Platform.Secrets;
using Microsoft.EntityFrameworkCore;

namespace JsmConnector.Installations.AdminWebhooks;

/// <summary>Webhook secrets by installation, as the request path asks for them.</summary>
public sealed class FindWebhookSecrets : IWebhookSecrets
{
    private readonly IServiceScopeFactory _scopes;
    private readonly SecretBox _secrets;
    private readonly BriefMemory<Guid, WebhookSecrets?> _known;

    public FindWebhookSecrets(IServiceScopeFactory scopes, SecretBox secrets, TimeProvider clock) =>
        (_scopes, _secrets, _known) = (scopes, secrets, new BriefMemory<Guid, WebhookSecrets?>(clock, LoadAsync));

    public ValueTask<WebhookSecrets?> FindAsync(Guid installation, CancellationToken cancellationToken) => _known.FindAsync(installation, cancellationToken);

    public ValueTask<WebhookSecrets?> FindAgainAsync(Guid installation, CancellationToken cancellationToken) => _known.FindAgainAsync(installation, cancellationToken);

    public void Forget(InstallationId installation) => _known.Forget(installation.Value);

    private async ValueTask<WebhookSecrets?> LoadAsync(Guid installation, CancellationToken cancellationToken)
    {
        if (installation == Guid.Empty)
            return null;
        var id = new InstallationId(installation);
        await using var scope = _scopes.Enter(id);
        var database = scope.ServiceProvider.GetRequiredService<JsmConnectorContext>();
        // A site that installed the app through Connect meanwhile has its events from there: one source, never both.
        var row = await database.Set<AdminWebhook>().AsNoTracking()
            .Where(webhook => database.Set<Installation>().Any(site => site.Id == webhook.InstallationId && site.State == InstallationState.Enabled && site.SharedSecret == null))
            .FirstOrDefaultAsync(cancellationToken);
        return row is null ? null : new WebhookSecrets(
            Open(row.Secret, id) ?? throw new InvalidOperationException(
                $"No configured key opens the webhook secret of installation {id}. Add the lost key to App__PreviousEncryptionKeys, or make a new secret: installations rotate {id}"),
            row.PreviousSecret is { } previous ? Open(previous, id) : null, row.PreviousSecretUntil);
    }

    private string? Open(byte[] box, InstallationId id) => _secrets.Open(box, AdminWebhook.SecretOf(id));
}
