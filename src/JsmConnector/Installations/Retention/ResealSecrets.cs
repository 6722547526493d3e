using Hangfire;
using JsmConnector.Platform.Database;
using JsmConnector.Platform.Secrets;
using Microsoft.EntityFrameworkCore;

namespace JsmConnector.Installations.Retention;

/// <summary>
/// After a rotation of the encryption key: seals every secret of every site under the current key, hourly while an older key is configured.
/// The log says when the older keys can go.
/// </summary>
public sealed partial class ResealSecrets(IServiceScopeFactory scopes, IEnumerable<ISealedValues> sealedValues, SecretBox secrets, ILogger<ResealSecrets> logger)
{
    [JobDisplayName("Seal secrets under the current encryption key")]
    public async Task<Resealed> RunAsync(CancellationToken cancellationToken)
    {
        if (!secrets.HasPreviousKeys)
            return Resealed.Nothing;
        var total = Resealed.Nothing;
        foreach (var installation in await InstallationsAsync(cancellationToken))
        {
            foreach (var values in sealedValues)
            {
                await using var scope = scopes.Enter(installation);
                total += await values.ResealAsync(installation, scope.ServiceProvider.GetRequiredService<JsmConnectorContext>(), secrets, cancellationToken);
            }
        }
        if (total.Lost > 0)
            LogLost(logger, total.Renewed, total.Lost);
        else
            LogDone(logger, total.Renewed);
        return total;
    }

    private async Task<List<InstallationId>> InstallationsAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<JsmConnectorContext>().Set<Installation>().Select(site => site.Id).ToListAsync(cancellationToken);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Every secret is sealed under the current key ({Renewed} rows were sealed anew): App__PreviousEncryptionKeys can be removed once all nodes run with the current key")]
    private static partial void LogDone(ILogger logger, int renewed);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Lost} secrets are sealed under a key that is not configured ({Renewed} rows were sealed anew). Add the lost key to App__PreviousEncryptionKeys, or enter these secrets again")]
    private static partial void LogLost(ILogger logger, int renewed, int lost);
}
