using System.Text.Json;
using JsmConnector.Platform.Database;
using JsmConnector.Platform.Secrets;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace JsmConnector.Installations.Settings;

public abstract record SettingsSaved
{
    public sealed record Saved(int Version, InstallationSettings Settings) : SettingsSaved;

    /// <summary>Somebody saved in between; nothing was written.</summary>
    public sealed record Outdated(int Version) : SettingsSaved;

    public sealed record Refused(IReadOnlyList<(string Field, string Reason, string Mend)> Mistakes) : SettingsSaved;
}

/// <summary>Saves a whole document as a new version; two people saving at once do not overwrite each other.</summary>
public sealed class SaveSettings(JsmConnectorContext database, CurrentSettings current, SecretBox secrets, RulesInForce rules, IEnumerable<ISettingsCheck> checks, TimeProvider clock)
{
    /// <summary>PostgreSQL channel; the payload is the installation's id.</summary>
    public const string ChangedChannel = "settings_changed";

    /// <summary>Why a document would not be saved. Its secrets are unmasked.</summary>
    public IReadOnlyList<(string Field, string Reason, string Mend)> Mistakes(InstallationSettings wanted) =>
        SettingsRules.Mistakes(wanted).ToList() is { Count: > 0 } mistakes ? mistakes : [.. checks.SelectMany(check => check.Mistakes(wanted))];

    /// <summary>
    /// Saves an edit of a part of what is in force. Where that is an older version, because the newest one cannot be read, nothing is saved: the edit would bury what
    /// somebody wrote with a newer version of the app.
    /// </summary>
    public async Task<SettingsSaved> SavePartAsync(InstallationId installation, InstallationSettings wanted, int basedOn, string? author, CancellationToken cancellationToken) =>
        (await current.GetInForceAsync(installation, cancellationToken)).Trouble is { } trouble
            ? new SettingsSaved.Refused([(trouble.Field, "The newest version of the settings cannot be read here, and would be written over.", "Look at it on the settings screen first.")])
            : await SaveAsync(installation, wanted, basedOn, author, cancellationToken);

    public async Task<SettingsSaved> SaveAsync(InstallationId installation, InstallationSettings wanted, int basedOn, string? author, CancellationToken cancellationToken)
    {
        var (version, held) = await current.GetVersionAsync(installation, cancellationToken);
        if (version != basedOn)
            return new SettingsSaved.Outdated(version);
        wanted = EarlierTexts.Keep(SettingsSecrets.Unmask(wanted, held), held);
        var mistakes = Mistakes(wanted);
        if (mistakes.Count > 0)
            return new SettingsSaved.Refused(mistakes);
        database.Add(new SettingsVersion
        {
            InstallationId = installation,
            Version = version + 1,
            Document = JsonSerializer.Serialize(SettingsSecrets.Seal(wanted, installation, secrets), SettingsJson.Options),
            SavedBy = author,
            SavedAt = clock.GetUtcNow(),
        });
        try
        {
            await database.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException exception) when (exception.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
        {
            database.ChangeTracker.Clear();
            return new SettingsSaved.Outdated(version + 1);
        }
        rules.Forget(installation);
        await database.Database.ExecuteSqlAsync($"select pg_notify({ChangedChannel}, {installation.Value.ToString()})", cancellationToken);
        return new SettingsSaved.Saved(version + 1, wanted);
    }
}
