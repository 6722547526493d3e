using System.Text.Json;
using System.Text.Json.Serialization;
using JsmConnector.Incidents;

namespace JsmConnector.StatusPages.Providers.Statuspage;

/// <summary>
/// The whole of what one change says: state, words, components and our marker in a single call, so that the page never shows half of it
/// and a lost answer can be told from a lost question.
/// </summary>
public sealed record StatuspageIncident
{
    /// <summary>Limits of the API document (developer.statuspage.io).</summary>
    public const int LongestName = 255, LongestBody = 25_000;

    public static JsonSerializerOptions Json { get; } = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    public required string Name { get; init; }
    public required string Status { get; init; }
    public required string? Body { get; init; }
    public required string ImpactOverride { get; init; }
    public required IReadOnlyList<string>? ComponentIds { get; init; }
    public required IReadOnlyDictionary<string, string>? Components { get; init; }
    public required UpdateMarker Metadata { get; init; }
    public DateTimeOffset? ScheduledFor { get; init; }
    public DateTimeOffset? ScheduledUntil { get; init; }

    /// <summary>The clock here begins and ends planned work, and says so; two clocks would say it twice.</summary>
    public bool? ScheduledAutoInProgress { get; init; }
    public bool? ScheduledAutoCompleted { get; init; }
    public bool DeliverNotifications { get; init; } = true;

    /// <summary>The stage is the update's, not the incident's: a stage whose words are still to come has a delivery of its own.</summary>
    /// <param name="respected">Components there that somebody moved by hand: named, not moved.</param>
    public static StatuspageIncident Of(MirrorTask task, PublicUpdate update, IReadOnlyCollection<string>? respected = null)
    {
        var (components, window) = (RemoteComponents.Of(task), task.Incident.Window);
        var moved = respected is null or { Count: 0 } ? components : new SortedDictionary<string, string>(components.Where(pair => !respected.Contains(pair.Key)).ToDictionary(), StringComparer.Ordinal);
        var isAhead = window is not null && update.Stage == Stage.Investigating;
        var title = FitText.To(LongestName, task.Incident.Title);
        var words = FitText.To(LongestBody, update.Words);
        return new StatuspageIncident
        {
            Name = title.Length > 0 ? title : PublicWords.Title([]),
            Status = window is null ? StatusOf(update.Stage) : PlannedStatusOf(update.Stage),
            Body = words.Length > 0 ? words : null,
            ImpactOverride = window is null ? task.Incident.WorstSeverity.Impact : "maintenance",
            ComponentIds = components.Count > 0 ? [.. components.Keys] : null,
            // Work that lies ahead names its components and moves none.
            Components = moved.Count > 0 && !isAhead ? moved : null,
            Metadata = UpdateMarker.For(task, update.Id),
            ScheduledFor = window?.From,
            ScheduledUntil = window?.Until,
            ScheduledAutoInProgress = window is null ? null : false,
            ScheduledAutoCompleted = window is null ? null : false,
        };
    }

    private static string PlannedStatusOf(Stage stage) => stage switch
    {
        Stage.Investigating => "scheduled",
        Stage.Identified => "in_progress",
        Stage.Monitoring => "verifying",
        _ => "completed",
    };

    /// <summary>Statuspage knows no withdrawal: the incident ends, with the words of the withdrawal.</summary>
    private static string StatusOf(Stage stage) => stage.IsOpen() ? stage.Name() : Stage.Resolved.Name();
}
