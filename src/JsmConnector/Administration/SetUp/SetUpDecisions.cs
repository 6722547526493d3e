using System.Globalization;
using System.Text.Json;
using JsmConnector.Installations;
using JsmConnector.Installations.Settings;
using JsmConnector.Platform.Html;

namespace JsmConnector.Administration.SetUp;

/// <summary>What the buttons of the guided set-up do. Every save is a version of the one settings document, and one press takes it back.</summary>
public sealed class SetUpDecisions(CurrentSettings current, SaveSettings save, SettingsHistory history, ViewSteps views, Trials trials)
{
    public async Task<SetUpModel> ShowAsync(Installation site, SetUpModel page, InstallationSettings? edited, IFormCollection? form, CancellationToken cancellationToken)
    {
        var (version, settings) = await current.GetVersionAsync(site.Id, cancellationToken);
        var isTyped = edited is not null && form is not null;
        var view = await views.OfAsync(site, page.Step, edited ?? settings, page.Query,
            isTyped && page.Step == SetUpSteps.Components ? [.. EditSettings.Sources(form!), .. Added(form!)] : [],
            isTyped && page.Step == SetUpSteps.Page && form!.ContainsKey("placed") ? Moved(form, settings) : null, cancellationToken);
        return page with
        {
            Version = isTyped ? Number(form!["version"]) ?? version : version,
            View = view,
            Problem = view is null ? "Jira did not tell what there is to choose from. Wait a minute and try again; everything works meanwhile by the usual rules." : null,
        };
    }

    public async Task<SetUpModel> DecideAsync(Installation site, string? author, IFormCollection form, SetUpModel page, CancellationToken cancellationToken)
    {
        page = page with { Step = SetUpSteps.Of(form["step"]), Query = form["q"].ToString().Trim() };
        var (version, settings) = await current.GetVersionAsync(site.Id, cancellationToken);
        var decision = form["decision"].ToString();
        switch (decision.Split(':')[0])
        {
            case "save":
                return await SaveAsync(site, author, form, page, settings, version, cancellationToken);
            case "undo":
                var undone = await history.RestoreAsync(site.Id, Number(form["before"]) ?? -1, Number(form["saved"]) ?? -1, author, cancellationToken);
                return await ShowAsync(site, page with { Done = undone is SettingsSaved.Saved ? new Done(Tone.Good, "Taken back: it is as it was before.") : new Done(Tone.Major, "It could not be taken back: somebody changed the settings meanwhile. The settings screen shows all versions.") }, null, null, cancellationToken);
            case "search" or "add" or "up" or "down" or "place":
                return await ShowAsync(site, page, EditSettings.With(settings, page.Step, form), form, cancellationToken);
            case "trial":
                return await ShowAsync(site, page with { Done = await trials.BeginAsync(site, form["place"].ToString(), cancellationToken) }, null, null, cancellationToken);
            case "end":
                return await ShowAsync(site, page with { Done = await trials.EndAsync(site, cancellationToken) }, null, null, cancellationToken);
            case "go":
                return await ShowAsync(site, page with { Step = SetUpSteps.Of(decision[3..]), Query = "" }, null, null, cancellationToken);
            default:
                return await ShowAsync(site, page, null, null, cancellationToken);
        }
    }

    private async Task<SetUpModel> SaveAsync(Installation site, string? author, IFormCollection form, SetUpModel page, InstallationSettings settings, int version, CancellationToken cancellationToken)
    {
        var wanted = EditSettings.With(settings, page.Step, form);
        var next = page with { Step = SetUpSteps.After(page.Step), Query = "" };
        if (page.Step == SetUpSteps.Tickets && form["marks"] != "usual" && TicketChoices.Of(wanted.Rules).Count == 0)
            return await ShowAsync(site, page with { Done = new Done(Tone.Major, "Nothing was saved: no kind of ticket is ticked. Tick one, or choose the usual marks.") }, wanted, form, cancellationToken);
        if (JsonSerializer.Serialize(wanted, SettingsJson.Options) == JsonSerializer.Serialize(settings, SettingsJson.Options))
            return await ShowAsync(site, next, null, null, cancellationToken);
        return await save.SavePartAsync(site.Id, wanted, Number(form["version"]) ?? -1, author, cancellationToken) switch
        {
            SettingsSaved.Saved(var saved, _) => await ShowAsync(site, next with { Before = version, Saved = saved, Done = new Done(Tone.Good, "Saved as version {0} of the settings. It counts from now on.", saved) }, null, null, cancellationToken),
            SettingsSaved.Outdated => await ShowAsync(site, page with { Done = new Done(Tone.Major, "Nothing was saved: somebody changed the settings meanwhile. This is the step as it is now; make your change again.") }, null, null, cancellationToken),
            SettingsSaved.Refused(var mistakes) => await ShowAsync(site, page with { Done = new Done(Tone.Major, "Nothing was saved. {0}: {1} {2}", mistakes[0].Field, mistakes[0].Reason, mistakes[0].Mend) }, wanted, form, cancellationToken),
            _ => throw new InvalidOperationException("A save has one of three results."),
        };
    }

    /// <summary>A name that somebody adds by hand, with no meaning yet.</summary>
    private static IEnumerable<(SourceInJira, string)> Added(IFormCollection form)
    {
        if (form["decision"] != "add" || form["q"].ToString().Trim() is not { Length: > 0 and <= 255 } name)
            return [];
        var kind = form["kind"].ToString() is ("component" or "label" or "field") and var named ? named : "service";
        return [(new SourceInJira(kind, name), kind is "service" or "component" ? name : "")];
    }

    private static IReadOnlyList<PlacedComponent> Moved(IFormCollection form, InstallationSettings settings)
    {
        var placed = EditSettings.Placed(form);
        if (form["decision"] == "place" && form["new"].ToString().Trim() is { Length: > 0 and <= 255 } name)
            return OrderChoices.Added(settings.StatusPages.FirstOrDefault(page => page.Provider == StatusPageSettings.BuiltIn.Provider)?.Page ?? PageSettings.Default, placed, name);
        return form["decision"].ToString().Split(':') is [var direction, var index] && int.TryParse(index, NumberStyles.None, CultureInfo.InvariantCulture, out var at)
            ? OrderChoices.Moved(placed, at, direction == "up" ? -1 : 1) : placed;
    }

    private static int? Number(string? text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
