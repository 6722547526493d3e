using JsmConnector.Incidents.Wording;
using JsmConnector.Installations.Settings;
using JsmConnector.Platform.Languages;

namespace JsmConnector.Maintenances;

/// <summary>What is said of planned work where nobody wrote anything: by the texts of the class `maintenance`, with component names and times. Pure.</summary>
public static class MaintenanceWords
{
    public static string Title(IReadOnlyList<string> components, Language language) =>
        components.Count == 0 ? language["planned-work"] : language.Say("planned-work-on", language.ListWith(components));

    /// <param name="isByClock">Nobody said so: its time has come. Whether work ends when it was to end, the clock does not know.</param>
    /// <returns>The name of the stage, or one of <see cref="Subjects"/>.</returns>
    public static string About(MaintenanceStage before, MaintenanceStage stage, bool isByClock) => stage switch
    {
        MaintenanceStage.Completed when isByClock => Subjects.WindowOver,
        MaintenanceStage.Cancelled when before is not MaintenanceStage.Scheduled => Subjects.EndedEarly,
        _ => stage.Name(),
    };

    /// <summary>For everybody, in the language of the pages.</summary>
    /// <param name="movedFrom">When it was to begin until this word; null: its begin was not moved.</param>
    /// <param name="at">When it is said.</param>
    public static string Of(Maintenance maintenance, string about, IReadOnlyList<string> components, DateTimeOffset? movedFrom, DateTimeOffset at, InstallationSettings settings)
    {
        var wanted = new TextWanted(IncidentClasses.Maintenance, AudienceSettings.Customers, about, CustomerWords.LanguageOf(settings));
        return SayText.ToAudience(wanted, Facts(maintenance, components, movedFrom, at, wanted.Language, settings.Words), settings.Words).Text;
    }

    /// <summary>What one audience reads of it. Words that a person wrote stand for whoever reads sentences; whoever reads lists finds them in theirs.</summary>
    /// <param name="told">The word, and when the work was to begin as these readers know it (<see cref="MovedFrom"/>).</param>
    /// <param name="channel">Its kind, and its measure when it is narrow.</param>
    public static AudienceText For(
        Maintenance maintenance, (MaintenanceUpdate Update, DateTimeOffset? MovedFrom) told, IReadOnlyList<string> components, string audience, Language language, (string Kind, string? Form) channel, (string? Ticket, string? Page) links, InstallationSettings settings)
    {
        var (update, movedFrom) = told;
        var wanted = new TextWanted(IncidentClasses.Maintenance, audience, update.About ?? update.Stage.Name(), language) { Channel = channel.Kind };
        var facts = Facts(maintenance, components, movedFrom, update.PublishedAt, language, settings.Words);
        (facts["incident.key"], facts["incident.url"], facts[FactNames.StatusPage]) = (maintenance.IssueKey, links.Ticket, links.Page);
        facts[FactNames.CustomerWords] = update.Words;
        facts["support.say"] = update.Words;
        // What a person wrote has no place in a text message, and when the work is has one.
        var brief = channel.Form is null || (update.IsWritten && channel.Form != "sms") ? null : SayText.ToChannel(wanted with { Form = channel.Form }, facts, settings.Words);
        facts["incident.key"] ??= TitleIn(maintenance, components, language);
        var said = update.IsWritten && !Audience.ReadsLists(audience) ? new SaidText(update.Words, null, []) : SayText.ToChannel(wanted, facts, settings.Words) ?? ByText();
        return new AudienceText(said.Text, brief?.Text, [.. said.Problems, .. brief?.Problems ?? []]);

        // What stands on the page already is not said again in slightly other words, unless its readers heard of another time.
        SaidText ByText() => audience == AudienceSettings.Customers && language == CustomerWords.LanguageOf(settings) && movedFrom == update.MovedFrom
            ? new SaidText(update.Words, null, [])
            : SayText.ToAudience(wanted, facts, settings.Words);
    }

    /// <summary>When the work was to begin as a reader knows it; null: when it does, or nothing is known to him.</summary>
    /// <param name="updates">Oldest first.</param>
    /// <param name="heard">The last word that reached him; null: none did.</param>
    public static DateTimeOffset? MovedFrom(Maintenance maintenance, IReadOnlyList<MaintenanceUpdate> updates, MaintenanceUpdate told, MaintenanceUpdate? heard) =>
        heard is not null && updates.FirstOrDefault(update => update.Number > heard.Number && update.Number <= told.Number && update.MovedFrom is not null)?.MovedFrom is { } before && before != maintenance.ScheduledFor ? before : null;

    /// <summary>Whether the app made the title, in whatever language the pages had then; else a person did.</summary>
    public static bool IsMade(string title, IReadOnlyList<string> components) => Language.All.Any(language => title.Equals(Title(components, language), StringComparison.OrdinalIgnoreCase));

    /// <summary>The title as readers of a language see it: one that the app made is made in their own.</summary>
    public static string TitleIn(Maintenance maintenance, IReadOnlyList<string> components, Language language) =>
        IsMade(maintenance.Title, components) ? Title(components, language) : maintenance.Title;

    private static Dictionary<string, string?> Facts(Maintenance maintenance, IReadOnlyList<string> components, DateTimeOffset? movedFrom, DateTimeOffset at, Language language, WordSettings settings) => new(StringComparer.Ordinal)
    {
        ["company"] = Answers.Given(settings.Company),
        ["incident.public_title"] = TitleIn(maintenance, components, language),
        ["impact.components"] = components.Count == 0 ? language["our-services"] : language.ListWith(components),
        ["impact.services"] = components.Count == 0 ? language["our-services-named"] : language.List(components),
        ["maintenance.starts_at"] = language.Clock(maintenance.ScheduledFor, at),
        ["maintenance.ends_at"] = language.Clock(maintenance.ScheduledUntil, at),
        [FactNames.MovedFrom] = movedFrom is { } before ? language.Clock(before, at) : null,
        ["maintenance.completed_at"] = maintenance.CompletedAt is { } end ? language.Clock(end, at) : null,
        ["maintenance.overrun_minutes"] = maintenance.CompletedAt - maintenance.ScheduledUntil is { TotalMinutes: >= 1 } over ? $"{(int)over.TotalMinutes}" : null,
    };
}
