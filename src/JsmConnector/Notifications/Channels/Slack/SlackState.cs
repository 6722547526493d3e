using JsmConnector.Incidents;

namespace JsmConnector.Notifications.Channels.Slack;

/// <summary>How an incident stands, for whoever asks in Slack. Pure.</summary>
public static class SlackState
{
    private const int MostWords = 600;

    public static string Line(Incident incident) =>
        $"*{incident.IssueKey}* {SlackMessage.Escape(incident.PublicTitle)}: {incident.Stage.Label()}, severity {incident.Severity.Level}. {Next(incident)} {Lead(incident)}".TrimEnd();

    public static string Of(Incident incident, IncidentUpdate? last)
    {
        var said = last is null ? "Nothing was said yet." : $"Said at {PublicWords.Time(last.PublishedAt)}: {SlackMessage.Escape(FitWords.To(last.CustomerWords, MostWords))}";
        return $"{Line(incident)}\n{said}";
    }

    private static string Next(Incident incident) => incident.NextUpdateAt is { } next ? $"Next update by {PublicWords.Time(next)}." : "";

    private static string Lead(Incident incident) => !incident.Stage.IsOpen() ? ""
        : incident.CommunicationLead is null ? $"Nobody leads the communication: add “{incident.IssueKey} lead” to take it."
        : $"{SlackMessage.Escape(incident.CommunicationLeadName ?? "A colleague")} leads the communication.";
}
