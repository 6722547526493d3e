using JsmConnector.Platform.Database;
using JsmConnector.Platform.Secrets;
using Microsoft.EntityFrameworkCore;

namespace JsmConnector.Installations.Settings;

/// <param name="SavedBy">Account id of the author.</param>
public sealed record SavedSettings(int Version, string? SavedBy, DateTimeOffset SavedAt);

/// <summary>Every version of the entered site's settings, and the way back to one of them: as a new version, so that nothing is ever lost.</summary>
public sealed class SettingsHistory(JsmConnectorContext database, SaveSettings save, SecretBox secrets)
{
    public const int Portion = 50;

    /// <summary>Newest first.</summary>
    public async Task<IReadOnlyList<SavedSettings>> ListAsync(InstallationId installation, int before, CancellationToken cancellationToken) =>
        await database.Set<SettingsVersion>().AsNoTracking().Where(version => version.InstallationId == installation && version.Version < before)
            .OrderByDescending(version => version.Version).Take(Portion)
            .Select(version => new SavedSettings(version.Version, version.SavedBy, version.SavedAt)).ToListAsync(cancellationToken);

    /// <summary>With its secrets open. Version 0 is the default.</summary>
    /// <returns>Null when there is no such version.</returns>
    public async Task<SettingsRead?> FindAsync(InstallationId installation, int version, CancellationToken cancellationToken)
    {
        if (version == 0)
            return new SettingsRead.Understood(InstallationSettings.Default);
        var document = await database.Set<SettingsVersion>().AsNoTracking().Where(row => row.InstallationId == installation && row.Version == version)
            .Select(row => row.Document).FirstOrDefaultAsync(cancellationToken);
        return document is null ? null : SettingsRead.Of(document) is SettingsRead.Understood(var stored)
            ? new SettingsRead.Understood(SettingsSecrets.Open(stored, installation, secrets))
            : SettingsRead.Of(document);
    }

    /// <returns>Null when there is no such version.</returns>
    public async Task<SettingsSaved?> RestoreAsync(InstallationId installation, int version, int basedOn, string? author, CancellationToken cancellationToken) =>
        await FindAsync(installation, version, cancellationToken) switch
        {
            SettingsRead.Understood(var wanted) => await save.SaveAsync(installation, wanted, basedOn, author, cancellationToken),
            SettingsRead.NotUnderstood(var field, var reason, var mend) => new SettingsSaved.Refused([(field, reason, mend)]),
            _ => null,
        };
}
