using System.Collections.Concurrent;
using JsmConnector.AtlassianConnect.SignedWebhooks;
using JsmConnector.Platform.Database;
using JsmConnector.Platform.Secrets;
using Microsoft.EntityFrameworkCore;

namespace JsmConnector.Installations.AdminWebhooks;

/// <summary>
/// Webhook secrets by installation, kept for two seconds like those of Connect: long enough to spare the request path its query, short enough
/// that a rotation or removal elsewhere counts at once. What is not there is remembered as well, so that strangers cost no query each.
/// </summary>
public sealed class FindWebhookSecrets(IServiceScopeFactory scopes, SecretBox secrets, TimeProvider clock) : IWebhookSecrets
{
    private static readonly TimeSpan Kept = TimeSpan.FromSeconds(2);
    private const int Most = 10_000;
    private readonly ConcurrentDictionary<Guid, (WebhookSecrets? Secrets, DateTimeOffset Until)> _known = new();

    public ValueTask<WebhookSecrets?> FindAsync(Guid installation, CancellationToken cancellationToken) =>
        _known.TryGetValue(installation, out var known) && known.Until > clock.GetUtcNow()
            ? ValueTask.FromResult(known.Secrets)
            : LoadAsync(installation, cancellationToken);

    public void Forget(InstallationId installation) => _known.TryRemove(installation.Value, out _);

    private async ValueTask<WebhookSecrets?> LoadAsync(Guid installation, CancellationToken cancellationToken)
    {
        if (installation == Guid.Empty)
            return null;
        var id = new InstallationId(installation);
        await using var scope = scopes.Enter(id);
        var database = scope.ServiceProvider.GetRequiredService<JsmConnectorContext>();
        // A site that installed the app through Connect meanwhile has its events from there: one source, never both.
        var row = await database.Set<AdminWebhook>().AsNoTracking()
            .Where(webhook => database.Set<Installation>().Any(site => site.Id == webhook.InstallationId && site.State == InstallationState.Enabled && site.SharedSecret == null))
            .FirstOrDefaultAsync(cancellationToken);
        var found = row is null ? null : new WebhookSecrets(
            Open(row.Secret, id) ?? throw new InvalidOperationException(
                $"No configured key opens the webhook secret of installation {id}. Add the lost key to App__PreviousEncryptionKeys, or make a new secret: installations rotate {id}"),
            row.PreviousSecret is { } previous ? Open(previous, id) : null, row.PreviousSecretUntil);
        if (_known.Count > Most)
            _known.Clear();
        _known[installation] = (found, clock.GetUtcNow() + Kept);
        return found;
    }

    private string? Open(byte[] box, InstallationId id) => secrets.Open(box, AdminWebhook.SecretOf(id));
}
