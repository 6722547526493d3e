using System.Globalization;
using JsmConnector.Installations.Settings;
using JsmConnector.Platform.Database;
using JsmConnector.Platform.Html;
using JsmConnector.Postmortems.Rendering;

namespace JsmConnector.Administration.PostmortemTemplates;

/// <summary>What the buttons of the template editor do. A template that is saved is a new version of the settings, so every older one can be found and restored there.</summary>
public sealed class TemplateDecisions(CurrentSettings current, SaveSettings save, PreviewTemplate preview)
{
    public async Task<TemplatesModel> DecideAsync(InstallationId site, string? author, IFormCollection form, TemplatesModel page, CancellationToken cancellationToken)
    {
        var (version, settings) = await current.GetVersionAsync(site, cancellationToken);
        page = page with { Version = version, Own = settings.Postmortems.OwnTemplates };
        var sent = new OwnPostmortemTemplate { Name = form["name"].ToString().Trim(), Audience = form["audience"].ToString(), Language = form["language"].ToString(), Source = form["source"].ToString().ReplaceLineEndings("\n") };
        var key = form["incident"].ToString().Trim() is { Length: > 0 and <= 100 } named ? named.Replace("\0", "", StringComparison.Ordinal) : null;
        return form["decision"].ToString() switch
        {
            "edit" => await EditedAsync(page, Opened(settings, sent), key, cancellationToken),
            "preview" => await EditedAsync(page with { Version = Number(form["version"]) }, sent, key, cancellationToken),
            "save" => await SavedAsync(site, author, settings, page with { Version = Number(form["version"]) }, sent, key, cancellationToken),
            "remove" => await RemovedAsync(site, author, settings, page, sent, Number(form["version"]), cancellationToken),
            _ => page,
        };
    }

    private async Task<TemplatesModel> EditedAsync(TemplatesModel page, OwnPostmortemTemplate template, string? key, CancellationToken cancellationToken) => page with
    {
        Editing = template,
        Past = await preview.PastAsync(cancellationToken),
        Preview = await preview.ShowAsync(PostmortemTemplate.Of(template.Name, AudienceOf(template), DocumentWords.Of(template.Language).Language, template.Source), key, cancellationToken),
    };

    private async Task<TemplatesModel> SavedAsync(
        InstallationId site, string? author, InstallationSettings settings, TemplatesModel page, OwnPostmortemTemplate sent, string? key, CancellationToken cancellationToken)
    {
        var wanted = With(settings, [.. settings.Postmortems.OwnTemplates.Where(known => !IsSame(known, sent)), sent]);
        var saved = await save.SavePartAsync(site, wanted, page.Version, author, cancellationToken);
        return await EditedAsync(After(page, saved, $"“{sent.Name}” is saved. It is used from the next postmortem on, where a rule names it or it takes the place of one of the app's."), sent, key, cancellationToken);
    }

    private async Task<TemplatesModel> RemovedAsync(
        InstallationId site, string? author, InstallationSettings settings, TemplatesModel page, OwnPostmortemTemplate sent, int basedOn, CancellationToken cancellationToken)
    {
        List<OwnPostmortemTemplate> left = [.. settings.Postmortems.OwnTemplates.Where(known => !IsSame(known, sent))];
        var saved = await save.SavePartAsync(site, With(settings, left), basedOn, author, cancellationToken);
        return After(page, saved, $"“{sent.Name}” is gone. Versions of the settings keep it.") with { Own = saved is SettingsSaved.Saved ? left : page.Own };
    }

    private static TemplatesModel After(TemplatesModel page, SettingsSaved saved, string done) => saved switch
    {
        SettingsSaved.Saved(var version, var settings) => page with { Version = version, Own = settings.Postmortems.OwnTemplates, Done = new Done(Tone.Good, done) },
        SettingsSaved.Outdated(var version) => page with { Version = version, Done = new Done(Tone.Degraded, "The settings were saved by somebody else meanwhile. Your words are still here: save again.") },
        SettingsSaved.Refused(var mistakes) => page with { Done = new Done(Tone.Degraded, "Nothing was saved. {0} {1}", mistakes[0].Reason, mistakes[0].Mend) },
        _ => page,
    };

    /// <summary>One of the site's own, or one that the app brings to begin with.</summary>
    private static OwnPostmortemTemplate Opened(InstallationSettings settings, OwnPostmortemTemplate sent) =>
        settings.Postmortems.OwnTemplates.FirstOrDefault(known => IsSame(known, sent))
        ?? (Postmortems.Rendering.PostmortemTemplates.Find(sent.Name, AudienceOf(sent), DocumentWords.Of(sent.Language).Language) is var builtIn
            ? new OwnPostmortemTemplate { Name = builtIn.Name, Audience = builtIn.Audience.ToString().ToLowerInvariant(), Language = builtIn.Language, Source = builtIn.Source.ReplaceLineEndings("\n") }
            : sent);

    private static InstallationSettings With(InstallationSettings settings, IReadOnlyList<OwnPostmortemTemplate> own) => settings with { Postmortems = settings.Postmortems with { OwnTemplates = own } };

    private static bool IsSame(OwnPostmortemTemplate one, OwnPostmortemTemplate other) => (one.Name, one.Audience, one.Language) == (other.Name, other.Audience, other.Language);

    private static TemplateAudience AudienceOf(OwnPostmortemTemplate template) => template.Audience == "external" ? TemplateAudience.External : TemplateAudience.Internal;

    private static int Number(string? text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1;
}
