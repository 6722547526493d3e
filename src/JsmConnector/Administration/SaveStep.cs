using System.Globalization;
using System.Text.Json;
using JsmConnector.Installations.Settings;
using JsmConnector.Platform.Database;
using JsmConnector.Platform.Html;

namespace JsmConnector.Administration;

/// <param name="Before">The version that one press goes back to.</param>
/// <param name="Saved">It is taken back only while nobody has saved another one.</param>
public sealed record Undo(int Before, int Saved);

/// <summary>What became of a save: said, with the way back or with everything that stands in its way.</summary>
public sealed record StepSaved(Done Done)
{
    public Undo? Undo { get; init; }
    public IReadOnlyList<(string Field, string Reason, string Mend)> Mistakes { get; init; } = [];

    /// <summary>What was typed is not in force: it stays on the screen.</summary>
    public bool KeepsForm { get; init; }
}

/// <summary>How every screen that edits a part of the settings saves it: as a version of the one document, which one press takes back.</summary>
public sealed class SaveStep(CurrentSettings current, SaveSettings save, SettingsHistory history)
{
    public async Task<StepSaved> SaveAsync(InstallationId site, InstallationSettings wanted, IFormCollection form, string? author, CancellationToken cancellationToken)
    {
        var (version, held, trouble) = await current.GetInForceAsync(site, cancellationToken);
        if (trouble is not null)
            return new StepSaved(new Done(Tone.Major, "Nothing was saved: the newest version of the settings cannot be read here, and would be written over. The settings screen says why.")) { KeepsForm = true };
        if (Written(wanted) == Written(held))
            return new StepSaved(new Done(Tone.Neutral, "Nothing has changed."));
        return await save.SaveAsync(site, wanted, Number(form["version"]) ?? -1, author, cancellationToken) switch
        {
            SettingsSaved.Saved(var saved, _) => new StepSaved(new Done(Tone.Good, "Saved as version {0} of the settings. It counts from now on.", saved)) { Undo = new Undo(version, saved) },
            SettingsSaved.Outdated => new StepSaved(new Done(Tone.Major, "Nothing was saved: somebody changed the settings meanwhile. This is how they are now; make your change again.")),
            SettingsSaved.Refused(var mistakes) => Refused(mistakes),
            _ => throw new InvalidOperationException("A save has one of three results."),
        };
    }

    public async Task<StepSaved> UndoAsync(InstallationId site, IFormCollection form, string? author, CancellationToken cancellationToken) =>
        await history.RestoreAsync(site, Number(form["before"]) ?? -1, Number(form["saved"]) ?? -1, author, cancellationToken) is SettingsSaved.Saved
            ? new StepSaved(new Done(Tone.Good, "Taken back: it is as it was before."))
            : new StepSaved(new Done(Tone.Major, "It could not be taken back: somebody changed the settings meanwhile. The settings screen shows all versions."));

    /// <summary>Why a save would be refused.</summary>
    public IReadOnlyList<(string Field, string Reason, string Mend)> Mistakes(InstallationSettings wanted) => save.Mistakes(wanted);

    public static StepSaved Refused(IReadOnlyList<(string Field, string Reason, string Mend)> mistakes) =>
        new(new Done(Tone.Major, "Nothing was saved. What you typed is still here; mend what is named below.")) { Mistakes = mistakes, KeepsForm = true };

    public static StepSaved NotUnderstood(SettingsRead.NotUnderstood why) => Refused([(why.Field, why.Reason, why.Mend)]);

    private static int? Number(string? text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static string Written(InstallationSettings settings) => JsonSerializer.Serialize(settings, SettingsJson.Options);
}
