using JsmConnector.Incidents;

namespace JsmConnector.StatusPages.History;

/// <summary>What is wrong with an incident of the past that somebody writes down. Pure.</summary>
public static class PastIncidentRules
{
    public static IEnumerable<(string Field, string Reason, string Mend)> Mistakes(string? title, string? impact, DateTimeOffset? startedAt, DateTimeOffset? resolvedAt, DateTimeOffset now)
    {
        if (string.IsNullOrWhiteSpace(title) || title.Length > SpeakInPublic.LongestTitle)
            yield return ("title", $"It is missing or longer than {SpeakInPublic.LongestTitle} characters.", "Give a short title.");
        if (startedAt is null || resolvedAt is null || resolvedAt < startedAt || resolvedAt > now)
            yield return ("resolvedAt", "Beginning or end is missing, the end comes first, or it lies ahead.", "Say when it began and ended.");
        if (impact is not (null or "none" or "minor" or "major" or "critical"))
            yield return ("impact", $"'{impact}' is no impact.", "Use none, minor, major or critical.");
    }
}
