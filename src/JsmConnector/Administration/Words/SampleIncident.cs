using JsmConnector.Incidents;
using JsmConnector.Incidents.Wording;
using JsmConnector.Platform.Database;

namespace JsmConnector.Administration.Words;

/// <summary>An incident that nobody had, for previews and tests of texts. Pure.</summary>
public static class SampleIncident
{
    public const string Key = "OPS-7";

    /// <param name="isAnswered">With every question answered by its own name, so that one sees where an answer goes.</param>
    public static (Telling Telling, IncidentUpdate Update) Of(InstallationId site, string incidentClass, string about, bool isAnswered, DateTimeOffset now)
    {
        var stage = about switch { Subjects.Holding or Subjects.Scope or Subjects.Correction => Stage.Identified, _ => Stages.Of(about) };
        var start = now.AddMinutes(-47);
        var incident = SketchIncident.Of(site, "0", new IncidentState
        {
            IssueKey = Key,
            Stage = stage,
            TicketStage = stage,
            Severity = Severity.Major,
            WorstSeverity = Severity.Major,
            StartedAt = start,
            ResolvedAt = stage.IsOpen() ? null : now,
            SnapshotAt = now,
            Published = true,
            Class = incidentClass,
            Components = ["Calendar", "Email"],
        }, stage.IsOpen() ? PromisePolicy.NextUpdateAt(stage, Severity.Major, now) : null);
        incident.CommunicationLeadName = "Ada";
        var answers = isAnswered
            ? FactNames.Public.Concat(FactNames.Internal).ToDictionary(name => name, name => $"[{Questions.LabelOf(name)}]", StringComparer.Ordinal)
            : Answers.Nothing;
        var first = Said(incident, 1, Stage.Investigating, Stage.Investigating.Name(), start.AddMinutes(4), answers);
        var update = Said(incident, 2, stage, about, now, answers);
        return (Telling.Of(incident, update, [first]) with { About = about, StatusPageUrl = "https://status.example.com/incidents/abc123", TicketUrl = $"https://your-site.atlassian.net/browse/{Key}" }, update);
    }

    private static IncidentUpdate Said(Incident incident, int number, Stage stage, string about, DateTimeOffset at, IReadOnlyDictionary<string, string> answers) => new()
    {
        InstallationId = incident.InstallationId,
        Id = new UpdateId(Guid.NewGuid()),
        IncidentId = incident.Id,
        Stage = stage,
        Severity = incident.Severity,
        CustomerWords = "(what customers read)",
        PublishedAt = at,
        NextUpdateAt = stage.IsOpen() ? incident.NextUpdateAt : null,
        About = about,
        Answers = answers,
        Number = number,
    };
}
