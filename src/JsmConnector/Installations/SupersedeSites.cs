using JsmConnector.Installations.AdminWebhooks;
using JsmConnector.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace JsmConnector.Installations;

/// <summary>
/// The same address, or the same Forge installation, under a new client key is a site import: the old record keeps its data and is served no more.
/// </summary>
public sealed class SupersedeSites(JsmConnectorContext database, InstallationDirectory directory, FindWebhookSecrets webhooks)
{
    private const int LongestName = 100;

    public async Task SupersedeAsync(InstalledSite site, Installation? itself, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var (living, half) = (itself?.Id ?? InstallationId.None, site.ForgeInstallation);
        var older = await database.Set<Installation>()
            .Where(each => each.Id != living && each.State != InstallationState.Superseded)
            .Where(each => (each.BaseUrl == site.BaseUrl && each.ClientKey != site.ClientKey) || (half != null && each.JoinedForgeInstallation == half))
            .ToListAsync(cancellationToken);
        foreach (var installation in older)
        {
            installation.State = InstallationState.Superseded;
            installation.StateChangedAt = now;
            installation.SharedSecret = null;
            installation.PreviousSharedSecret = null;
            installation.PreviousSharedSecretUntil = null;
            installation.PresumedGoneAt = null;
            // Names are unique: that of the status page and that at Forge go with the living site.
            installation.ShortName = Retired(installation.ShortName, installation.Id);
            installation.JoinedForgeInstallation = null;
        }
        await database.SaveChangesAsync(cancellationToken);
        if (half is not null)
        {
            await database.Set<Installation>().Where(each => each.Id != living && each.JoinedForgeInstallation == half)
                .ExecuteUpdateAsync(set => set.SetProperty(each => each.JoinedForgeInstallation, (string?)null), cancellationToken);
        }
        foreach (var installation in older)
            Forget(installation);
    }

    public static string Retired(string name, InstallationId id)
    {
        var suffix = $"-{id.Value:N}";
        return $"{(name.Length > LongestName - suffix.Length ? name[..(LongestName - suffix.Length)] : name)}{suffix}";
    }

    private void Forget(Installation installation)
    {
        if (installation.ClientKey is { } key)
            directory.Forget(key);
        webhooks.Forget(installation.Id);
    }
}
