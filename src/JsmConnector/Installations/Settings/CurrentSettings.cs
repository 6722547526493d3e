using JsmConnector.Platform.Database;
using JsmConnector.Platform.Secrets;
using Microsoft.EntityFrameworkCore;

namespace JsmConnector.Installations.Settings;

/// <param name="Version">The newest version that is stored; 0 is the default that nobody saved.</param>
/// <param name="Trouble">Why the newest version cannot be read; an older one, or the default, counts instead.</param>
public sealed record SettingsInForce(int Version, InstallationSettings Settings, SettingsTrouble? Trouble = null);

/// <param name="InForce">The version that counts instead; 0 is the default.</param>
public sealed record SettingsTrouble(string Field, string Reason, string Mend, int InForce);

/// <summary>
/// Reads the newest settings document of an installation with its secrets open; without one, the zero-configuration default. A document that cannot be
/// read (written by a newer version of the app, or damaged) stops nobody: the last one that can be read stays in force, and the administrator is told.
/// </summary>
public sealed class CurrentSettings(JsmConnectorContext database, SecretBox secrets)
{
    public async ValueTask<InstallationSettings> GetAsync(InstallationId installation, CancellationToken cancellationToken) =>
        (await GetInForceAsync(installation, cancellationToken)).Settings;

    public async ValueTask<(int Version, InstallationSettings Settings)> GetVersionAsync(InstallationId installation, CancellationToken cancellationToken)
    {
        var found = await GetInForceAsync(installation, cancellationToken);
        return (found.Version, found.Settings);
    }

    public async ValueTask<SettingsInForce> GetInForceAsync(InstallationId installation, CancellationToken cancellationToken)
    {
        var newest = await NewestAsync(installation, int.MaxValue, cancellationToken);
        if (newest is null)
            return new SettingsInForce(0, InstallationSettings.Default);
        var read = SettingsRead.Of(newest.Document);
        if (read is SettingsRead.Understood(var current))
            return new SettingsInForce(newest.Version, SettingsSecrets.Open(current, installation, secrets));

        var why = (SettingsRead.NotUnderstood)read;
        for (var older = await NewestAsync(installation, newest.Version, cancellationToken); older is not null; older = await NewestAsync(installation, older.Version, cancellationToken))
        {
            if (SettingsRead.Of(older.Document) is SettingsRead.Understood(var good))
                return new SettingsInForce(newest.Version, SettingsSecrets.Open(good, installation, secrets), new SettingsTrouble(why.Field, why.Reason, why.Mend, older.Version));
        }
        return new SettingsInForce(newest.Version, InstallationSettings.Default, new SettingsTrouble(why.Field, why.Reason, why.Mend, 0));
    }

    /// <summary>What was in force at a time of the past, its secrets sealed. Null: nothing was saved since, and what is in force now was then.</summary>
    public async Task<InstallationSettings?> GetThenAsync(InstallationId installation, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var versions = database.Set<SettingsVersion>().AsNoTracking().Where(version => version.InstallationId == installation);
        if (!await versions.AnyAsync(version => version.SavedAt > at, cancellationToken))
            return null;
        var before = versions.Where(version => version.SavedAt <= at).OrderByDescending(version => version.Version).Select(version => version.Document);
        await foreach (var document in before.AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            if (SettingsRead.Of(document) is SettingsRead.Understood(var settings))
                return settings;
        }
        return InstallationSettings.Default;
    }

    private Task<SettingsVersion?> NewestAsync(InstallationId installation, int before, CancellationToken cancellationToken) =>
        database.Set<SettingsVersion>().AsNoTracking()
            .Where(version => version.InstallationId == installation && version.Version < before)
            .OrderByDescending(version => version.Version)
            .FirstOrDefaultAsync(cancellationToken);
}
