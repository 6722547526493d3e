using System.Text.Json;
using JsmConnector.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace JsmConnector.Installations;

/// <summary>Reads the newest settings document of an installation; without one, the zero-configuration default.</summary>
public sealed class CurrentSettings(JsmConnectorContext database)
{
    public async ValueTask<InstallationSettings> GetAsync(InstallationId installation, CancellationToken cancellationToken) =>
        (await GetVersionAsync(installation, cancellationToken)).Settings;

    public async ValueTask<(int Version, InstallationSettings Settings)> GetVersionAsync(InstallationId installation, CancellationToken cancellationToken)
    {
        var newest = await database.Set<SettingsVersion>().AsNoTracking()
            .Where(version => version.InstallationId == installation)
            .OrderByDescending(version => version.Version)
            .FirstOrDefaultAsync(cancellationToken);
        return newest is null
            ? (0, InstallationSettings.Default)
            : (newest.Version, JsonSerializer.Deserialize<InstallationSettings>(newest.Document, SettingsJson.Options) ?? InstallationSettings.Default);
    }
}
