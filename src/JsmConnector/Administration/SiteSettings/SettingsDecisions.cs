using System.Globalization;
using System.Text.Json;
using JsmConnector.Installations;
using JsmConnector.Installations.Settings;
using JsmConnector.Platform.Database;
using JsmConnector.Platform.Html;
using JsmConnector.StatusPages;

namespace JsmConnector.Administration.SiteSettings;

/// <summary>What the buttons of the settings screen do, and the page after it. The caller is a Jira administrator: that was asked before.</summary>
public sealed class SettingsDecisions(CurrentSettings current, SaveSettings save, SettingsHistory history, IPagePreview preview, SealedDocuments documents)
{
    public const string GoOn = "goOn";
    private const int MostPreviews = 3;
    private static readonly JsonSerializerOptions Indented = new(SettingsJson.Options) { WriteIndented = true };

    public async Task<SettingsModel> ShowAsync(InstallationId site, SettingsModel page, CancellationToken cancellationToken)
    {
        var held = await current.GetInForceAsync(site, cancellationToken);
        return page with
        {
            Version = page.Document.Length == 0 ? held.Version : page.Version,
            Document = page.Document.Length == 0 ? JsonSerializer.Serialize(SettingsSecrets.Masked(held.Settings), Indented) : page.Document,
            Versions = await history.ListAsync(site, int.MaxValue, cancellationToken),
            Trouble = held.Trouble,
        };
    }

    public async Task<SettingsModel> DecideAsync(InstallationId site, string? author, IFormCollection form, SettingsModel page, CancellationToken cancellationToken)
    {
        var basedOn = Number(form["version"]) ?? -1;
        switch (form["decision"].ToString())
        {
            case "save" or "check" or "preview" or GoOn:
                var typed = documents.Read(site, author, form);
                page = page with { Version = basedOn, Document = typed.Text, Typed = typed };
                return typed.Read() switch
                {
                    SettingsRead.NotUnderstood(var field, var reason, var mend) => Refused(page, [(field, reason, mend)]),
                    SettingsRead.Understood(var wanted) when form["decision"] == "save" => After(page, await save.SaveAsync(site, wanted, basedOn, author, cancellationToken)),
                    SettingsRead.Understood(var wanted) when form["decision"] == "preview" => await PreviewAsync(site, page, wanted, cancellationToken),
                    SettingsRead.Understood(var wanted) when form["decision"] == GoOn => await GoOnAsync(site, page, wanted, cancellationToken),
                    SettingsRead.Understood(var wanted) => Checked(page, wanted, await current.GetAsync(site, cancellationToken)),
                    _ => page,
                };
            case "restore":
                return await history.RestoreAsync(site, Number(form["restored"]) ?? -1, basedOn, author, cancellationToken) is { } saved
                    ? After(page, saved)
                    : page with { Done = new Done(Tone.Major, "There is no such version.") };
            case "compare":
                return await CompareAsync(site, Number(form["compared"]) ?? -1, page, cancellationToken);
            default:
                return page;
        }
    }

    /// <summary>Based on what is in force now, which is shown beside it: saving takes back nothing of it unseen.</summary>
    private async Task<SettingsModel> GoOnAsync(InstallationId site, SettingsModel page, InstallationSettings wanted, CancellationToken cancellationToken)
    {
        var (version, held) = await current.GetVersionAsync(site, cancellationToken);
        return Checked(page, wanted, held) is { Mistakes.Count: 0 } compared ? compared with { Version = version } : Checked(page, wanted, held);
    }

    private async Task<SettingsModel> CompareAsync(InstallationId site, int version, SettingsModel page, CancellationToken cancellationToken)
    {
        if (await history.FindAsync(site, version, cancellationToken) is not SettingsRead.Understood(var after)
            || await history.FindAsync(site, Math.Max(version - 1, 0), cancellationToken) is not SettingsRead.Understood(var before))
            return page with { Done = new Done(Tone.Major, "This version, or the one before it, cannot be read.") };
        return page with { Differences = new ShownDifferences("What version {0} changed", DiffSettings.Between(before, after), version) };
    }

    /// <summary>Every built-in page that would look different; when none would, the first.</summary>
    private async Task<SettingsModel> PreviewAsync(InstallationId site, SettingsModel page, InstallationSettings wanted, CancellationToken cancellationToken)
    {
        var held = await current.GetAsync(site, cancellationToken);
        if (Checked(page, wanted, held) is { Mistakes.Count: > 0 } refused)
            return refused;
        List<StatusPageSettings> pages = [.. wanted.StatusPages.Where(entry => entry.Provider == StatusPageSettings.BuiltIn.Provider)];
        var changed = pages.Where(entry => Look(entry) != (held.StatusPages.FirstOrDefault(known => known.Id == entry.Id) is { } known ? Look(known) : null)).Take(MostPreviews).ToList();
        var previews = new List<ShownPreview>();
        foreach (var entry in changed.Count > 0 ? changed : pages.Take(1))
            previews.Add(new ShownPreview(entry.Id, await preview.RenderAsync(site, entry.Id, entry.Id == pages[0].Id, entry.Page ?? PageSettings.Default, cancellationToken)));
        return page with { Previews = previews, Done = new Done(Tone.Good, previews.Count == 0 ? "There is no built-in page to show." : "Nothing was saved yet. Below is what readers would see now.") };
    }

    private static string Look(StatusPageSettings entry) => JsonSerializer.Serialize(entry.Page ?? PageSettings.Default, SettingsJson.Options);

    private SettingsModel Checked(SettingsModel page, InstallationSettings wanted, InstallationSettings held)
    {
        wanted = SettingsSecrets.Unmask(wanted, held);
        return save.Mistakes(wanted) is { Count: > 0 } mistakes
            ? Refused(page, mistakes)
            : page with { Done = new Done(Tone.Good, "The document is valid. Nothing was saved yet."), Warnings = [.. RuleMistakes.Warnings(wanted.Rules)], Differences = new ShownDifferences("What it would change", DiffSettings.Between(held, wanted)) };
    }

    private static SettingsModel After(SettingsModel page, SettingsSaved saved) => saved switch
    {
        SettingsSaved.Saved(var version, var settings) => page with { Document = "", Typed = null, Warnings = [.. RuleMistakes.Warnings(settings.Rules)], Done = new Done(Tone.Good, "Version {0} is saved and counts from now on.", version) },
        SettingsSaved.Outdated(var newer) => page with { Newer = newer, Done = new Done(Tone.Major, "Nothing was saved: version {0} came meanwhile. Compare your document with it, and keep in it what was changed there.", newer) },
        SettingsSaved.Refused(var mistakes) => Refused(page, mistakes),
        _ => page,
    };

    private static SettingsModel Refused(SettingsModel page, IReadOnlyList<(string Field, string Reason, string Mend)> mistakes) =>
        page with { Mistakes = mistakes, Done = new Done(Tone.Major, "Nothing was saved.") };

    private static int? Number(string? text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
