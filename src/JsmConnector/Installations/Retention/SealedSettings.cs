using System.Text.Json;
using JsmConnector.Installations.Settings;
using JsmConnector.Platform.Database;
using JsmConnector.Platform.Secrets;
using Microsoft.EntityFrameworkCore;

namespace JsmConnector.Installations.Retention;

/// <summary>API keys in every version of a site's settings.</summary>
public sealed class SealedSettings : ISealedValues
{
    public IReadOnlyList<string> Columns => ["settings_versions.document"];

    public async Task<Resealed> ResealAsync(InstallationId installation, JsmConnectorContext database, SecretBox secrets, CancellationToken cancellationToken)
    {
        var versions = database.Set<SettingsVersion>().Where(version => version.InstallationId == installation);
        var result = Resealed.Nothing;
        foreach (var held in await versions.AsNoTracking().ToListAsync(cancellationToken))
        {
            if (SettingsRead.Of(held.Document) is not SettingsRead.Understood(var stored))
                continue;
            var before = JsonSerializer.Serialize(stored, SettingsJson.Options);
            var renewed = SettingsSecrets.Reseal(stored, installation, secrets);
            var after = JsonSerializer.Serialize(renewed, SettingsJson.Options);
            // A version never changes once it is written, so nobody can have replaced it meanwhile.
            if (after != before)
                result += new Resealed(await versions.Where(version => version.Version == held.Version).ExecuteUpdateAsync(set => set.SetProperty(version => version.Document, after), cancellationToken), 0);
            result += new Resealed(0, SettingsSecrets.Unopened(renewed, installation, secrets));
        }
        return result;
    }
}
