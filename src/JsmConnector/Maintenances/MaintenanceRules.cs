using JsmConnector.Incidents;

namespace JsmConnector.Maintenances;

/// <summary>What is wrong with a wish, and what the clock has to say. Pure.</summary>
public static class MaintenanceRules
{
    public static readonly TimeSpan Longest = TimeSpan.FromDays(30);
    public const int MostComponents = 500;

    /// <param name="held">Null: it is to be scheduled.</param>
    public static IEnumerable<(string Field, string Reason, string Mend)> Mistakes(Maintenance? held, MaintenanceWish wish, DateTimeOffset now)
    {
        var (from, until) = (wish.ScheduledFor ?? held?.ScheduledFor, wish.ScheduledUntil ?? held?.ScheduledUntil);
        if (from is null)
            yield return ("scheduledFor", "It is missing.", "Say when the work begins, like 2026-12-01T22:00:00Z.");
        if (until is null)
            yield return ("scheduledUntil", "It is missing.", "Say when the work ends.");
        else if (until <= from)
            yield return ("scheduledUntil", "The work ends before it begins.", "Give a later end.");
        else if (until - from > Longest)
            yield return ("scheduledUntil", "The window is longer than 30 days.", "Split the work.");
        if (held is null && until <= now)
            yield return ("scheduledUntil", "The window is over already.", "Give a window that has not ended.");
        if (wish.Title is { } title && (string.IsNullOrWhiteSpace(title) || title.Length > SpeakInPublic.LongestTitle))
            yield return ("title", $"It is empty or longer than {SpeakInPublic.LongestTitle} characters.", "Shorten it, or leave it out.");
        if (wish.Words?.Length > SpeakInPublic.LongestWords)
            yield return ("words", $"They are longer than {SpeakInPublic.LongestWords} characters.", "Shorten them.");
        if (wish.Components is { } components && (components.Count > MostComponents || components.Any(name => string.IsNullOrWhiteSpace(name) || name.Length > 255)))
            yield return ("components", $"There are more than {MostComponents}, or one has no name or a name longer than 255 characters.", "Name each component as it stands on the page.");
        if (held is null && wish.Stage is { } first && first.IsOver())
            yield return ("stage", "A maintenance cannot begin with its end.", "Leave the stage out.");
        if (held is not null && held.Stage.IsOver())
            yield return ("id", "This maintenance is over.", "Schedule a new one.");
        else if (held is not null && wish.Stage < held.Stage)
            yield return ("stage", "A maintenance does not go backwards.", "Use a later stage, or schedule a new one.");
    }

    /// <summary>The stage that the clock moves an automatic maintenance to; null when it stays.</summary>
    public static MaintenanceStage? Due(Maintenance maintenance, DateTimeOffset now) => maintenance switch
    {
        { Automatic: false } => null,
        _ when maintenance.Stage.IsOver() => null,
        _ when now >= maintenance.ScheduledUntil => MaintenanceStage.Completed,
        { Stage: MaintenanceStage.Scheduled } when now >= maintenance.ScheduledFor => MaintenanceStage.InProgress,
        _ => null,
    };
}
