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
    public bool DeliverNotifications { get; init; } = true;

    /// <summary>The stage is the update's, not the incident's: a stage whose words are still to come has a delivery of its own.</summary>
    public static StatuspageIncident Of(MirrorTask task, PublicUpdate update)
    {
        var components = RemoteComponents.Of(task);
        var title = FitText.To(LongestName, task.Incident.Title);
        var words = FitText.To(LongestBody, update.Words);
        return new StatuspageIncident
        {
            Name = title.Length > 0 ? title : PublicWords.Title([]),
            Status = StatusOf(update.Stage),
            Body = words.Length > 0 ? words : null,
            ImpactOverride = task.Incident.WorstSeverity.Impact,
            ComponentIds = components.Count > 0 ? [.. components.Keys] : null,
            Components = components.Count > 0 ? components : null,
            Metadata = UpdateMarker.For(task, update.Id),
        };
    }

    /// <summary>Statuspage knows no withdrawal: the incident ends, with the words of the withdrawal.</summary>
    private static string StatusOf(Stage stage) => stage.IsOpen() ? stage.Name() : Stage.Resolved.Name();
}
