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

    /// <param name="movedFrom">When it was to begin until this word; null: it begins as was said before.</param>
    /// <param name="at">When it is said.</param>
    public static string Of(Maintenance maintenance, string about, IReadOnlyList<string> components, DateTimeOffset? movedFrom, DateTimeOffset at, InstallationSettings settings)
    {
        var language = CustomerWords.LanguageOf(settings);
        var wanted = new TextWanted(IncidentClasses.Maintenance, AudienceSettings.Customers, about, language);
        return SayText.ToAudience(wanted, Facts(maintenance, components, movedFrom, at, language, settings.Words), settings.Words).Text;
    }

    private static Dictionary<string, string?> Facts(Maintenance maintenance, IReadOnlyList<string> components, DateTimeOffset? movedFrom, DateTimeOffset at, Language language, WordSettings settings) => new(StringComparer.Ordinal)
    {
        ["company"] = Answers.Given(settings.Company),
        ["incident.public_title"] = maintenance.Title,
        ["impact.components"] = components.Count == 0 ? language["our-services"] : language.ListWith(components),
        ["impact.services"] = components.Count == 0 ? language["our-services-named"] : language.List(components),
        ["maintenance.starts_at"] = language.Clock(maintenance.ScheduledFor, at),
        ["maintenance.ends_at"] = language.Clock(maintenance.ScheduledUntil, at),
        [FactNames.MovedFrom] = movedFrom is { } before ? language.Clock(before, at) : null,
        ["maintenance.completed_at"] = maintenance.CompletedAt is { } end ? language.Clock(end, at) : null,
        ["maintenance.overrun_minutes"] = maintenance.CompletedAt - maintenance.ScheduledUntil is { TotalMinutes: >= 1 } over ? $"{(int)over.TotalMinutes}" : null,
    };
}
