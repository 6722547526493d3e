using System.Text.Json;
using JsmConnector.Platform.Database;
using JsmConnector.Platform.Secrets;
using Microsoft.EntityFrameworkCore;

namespace JsmConnector.Installations.Settings;

/// <summary>Reads the newest settings document of an installation with its secrets open; without one, the zero-configuration default.</summary>
public sealed class CurrentSettings(JsmConnectorContext database, SecretBox secrets)
{
    public async ValueTask<InstallationSettings> GetAsync(InstallationId installation, CancellationToken cancellationToken) =>
        (await GetVersionAsync(installation, cancellationToken)).Settings;

    /// <summary>Version 0 is the default that nobody saved.</summary>
    public async ValueTask<(int Version, InstallationSettings Settings)> GetVersionAsync(InstallationId installation, CancellationToken cancellationToken)
    {
        var newest = await database.Set<SettingsVersion>().AsNoTracking()
            .Where(version => version.InstallationId == installation)
            .OrderByDescending(version => version.Version)
            .FirstOrDefaultAsync(cancellationToken);
        if (newest is null)
            return (0, InstallationSettings.Default);
        var stored = JsonSerializer.Deserialize<InstallationSettings>(newest.Document, SettingsJson.Options) ?? InstallationSettings.Default;
        return (newest.Version, SettingsSecrets.Open(stored, installation, secrets));
    }
}
