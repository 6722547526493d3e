using JsmConnector.Incidents;
using JsmConnector.Incidents.Wording;
using JsmConnector.Platform.Languages;

namespace JsmConnector.Notifications.Channels.Slack;

/// <summary>How an incident stands, for whoever asks in Slack. Pure.</summary>
public static class SlackState
{
    private const int MostWords = 600;

    public static string Line(Incident incident, Language language, DateTimeOffset now)
    {
        var stands = new Sentence("*{0}* {1}: {2}, severity {3}.", incident.IssueKey, SlackMessage.Escape(KnownFacts.TitleIn(incident, language)), language.Stage(incident.Stage.Name()), incident.Severity.Level);
        string[] parts = [stands.In(language.Tag), incident.NextUpdateAt is { } next ? language.Say("said.next", language.Clock(next, now)) : "", Lead(incident)?.In(language.Tag) ?? ""];
        return string.Join(' ', parts.Where(part => part.Length > 0));
    }

    public static string Of(Incident incident, IncidentUpdate? last, Language language, DateTimeOffset now)
    {
        var said = last is null ? new Sentence("Nothing was said yet.") : new Sentence("Said at {0}: {1}", language.Clock(last.PublishedAt, now), SlackMessage.Escape(FitWords.To(last.CustomerWords, MostWords)));
        return $"{Line(incident, language, now)}\n{said.In(language.Tag)}";
    }

    private static Sentence? Lead(Incident incident) => incident switch
    {
        _ when !incident.Stage.IsOpen() => null,
        { CommunicationLead: null } => new Sentence("Nobody leads the communication: add “{0} lead” to take it.", incident.IssueKey),
        { CommunicationLeadName: { } name } => new Sentence("{0} leads the communication.", SlackMessage.Escape(name)),
        _ => new Sentence("A colleague leads the communication."),
    };
}
