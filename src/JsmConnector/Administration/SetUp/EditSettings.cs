using System.Globalization;
using System.Text.Json;
using JsmConnector.Installations.Settings;

namespace JsmConnector.Administration.SetUp;

/// <summary>The settings with what a step's form says, saved or not. What the form does not show stays as it is. Pure.</summary>
public static class EditSettings
{
    private const int MostRows = 1_500;

    public static InstallationSettings With(InstallationSettings settings, string step, IFormCollection form) => step switch
    {
        SetUpSteps.Tickets => settings with { Rules = Tickets(settings.Rules, form) },
        SetUpSteps.Severity => settings with { Rules = MeaningChoices.With(settings.Rules, Rows(form, "priority").Select(row => (row.Thing, int.TryParse(row.Meaning, NumberStyles.None, CultureInfo.InvariantCulture, out var level) ? level : (int?)null))) },
        SetUpSteps.Stages => settings with
        {
            Rules = settings.Rules with
            {
                Stages = MeaningChoices.With(settings.Rules.Stages, Rows(form, "status")),
                Resolutions = MeaningChoices.With(settings.Rules.Resolutions, Rows(form, "resolution")),
            },
        },
        SetUpSteps.Components => settings with { Rules = ComponentChoices.With(settings.Rules, Sources(form)) },
        SetUpSteps.Page => Page(settings, form),
        _ => settings,
    };

    /// <summary>The rows of a list of components as the form has them.</summary>
    public static IReadOnlyList<PlacedComponent> Placed(IFormCollection form) =>
        [.. form["placed"].Zip(form["group"], (name, group) => new PlacedComponent((name ?? "").Trim(), (group ?? "").Trim())).Where(row => row.Name.Length > 0).Take(MostRows)];

    public static IReadOnlyList<(SourceInJira Source, string Line)> Sources(IFormCollection form) =>
        [.. form["source"].Zip(form["names"], (source, line) => (Source: SourceInJira.Of(source), Line: line ?? "")).Where(row => row.Source is not null).Select(row => (row.Source!, row.Line)).Take(MostRows)];

    private static RuleSettings Tickets(RuleSettings rules, IFormCollection form)
    {
        var (shown, ticked) = (Choices(form, "shown"), Choices(form, "ticket"));
        return TicketChoices.With(rules, form["marks"] == "usual" ? [.. TicketChoices.Of(rules), .. shown] : shown, form["marks"] == "usual" ? [] : ticked);
    }

    private static List<TicketChoice> Choices(IFormCollection form, string name) => [.. form[name].Select(TicketChoice.Of).OfType<TicketChoice>().Distinct().Take(MostRows)];

    private static IEnumerable<(NamedInJira Thing, string? Meaning)> Rows(IFormCollection form, string name) =>
        form[$"{name}-id"].Zip(form[$"{name}-name"]).Zip(form[$"{name}-meaning"], (pair, meaning) => (Thing: new NamedInJira(pair.First ?? "", pair.Second ?? ""), Meaning: meaning is { Length: > 0 } ? meaning : null))
            .Where(row => row.Thing.Id.Length > 0).Take(MostRows);

    private static InstallationSettings Page(InstallationSettings settings, IFormCollection form)
    {
        if (settings.StatusPages.FirstOrDefault(page => page.Provider == StatusPageSettings.BuiltIn.Provider) is not { } held)
            return settings;
        var page = (held.Page ?? PageSettings.Default) with { Title = Text(form, "title"), About = Text(form, "about"), Language = Text(form, "language") ?? "en", Access = Text(form, "access") ?? "public" };
        if (form.ContainsKey("placed"))
            page = OrderChoices.With(page, Placed(form));
        // A page that says nothing of its own stays left out, as it was.
        if (held.Page is null && Written(page) == Written(PageSettings.Default))
            return settings;
        return settings with { StatusPages = [.. settings.StatusPages.Select(each => each == held ? held with { Page = page } : each)] };
    }

    private static string Written(PageSettings page) => JsonSerializer.Serialize(page, SettingsJson.Options);

    private static string? Text(IFormCollection form, string name) => form[name].ToString().Trim() is { Length: > 0 } text ? text : null;
}
