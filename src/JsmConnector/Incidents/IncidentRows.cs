using JsmConnector.Incidents.Promises;
using JsmConnector.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace JsmConnector.Incidents;

/// <param name="Author">Account id; null for words that the app wrote by rule.</param>
public sealed record Words(Stage Stage, string Customers, string? Author, UpdateId? CorrectionOf)
{
    /// <summary>Null: a new one.</summary>
    public UpdateId? Id { get; init; }

    /// <summary>Which of the texts it is; null: a person wrote it.</summary>
    public string? About { get; init; }
    public IReadOnlyDictionary<string, string> Answers { get; init; } = Wording.Answers.Nothing;
    public IReadOnlyDictionary<string, string> Others { get; init; } = Wording.Answers.Nothing;

    /// <summary>Said by the clock because the promised time had come.</summary>
    public bool IsHolding => About == Wording.Subjects.Holding;
}

/// <summary>The few ways in which rows of this feature come into being.</summary>
public static class IncidentRows
{
    public static Incident New(JsmConnectorContext database, InstallationId installation, string issueId, IncidentState state, TimeProvider clock)
    {
        var incident = new Incident
        {
            InstallationId = installation,
            Id = IncidentId.New(clock),
            IssueId = issueId,
            IssueKey = state.IssueKey,
            Stage = state.Stage,
            TicketStage = state.TicketStage,
            Severity = state.Severity,
            WorstSeverity = state.WorstSeverity,
            StartedAt = state.StartedAt,
            SnapshotAt = state.SnapshotAt,
        };
        database.Add(incident);
        return incident;
    }

    /// <param name="lastNumber">Of the last update, by whoever has read it already; null: it is looked up.</param>
    public static async Task<IncidentUpdate> SayAsync(
        JsmConnectorContext database, Incident incident, Words words, DateTimeOffset now, TimeProvider clock, CancellationToken cancellationToken, int? lastNumber = null)
    {
        var last = lastNumber ?? await database.Set<IncidentUpdate>().Where(update => update.IncidentId == incident.Id)
            .MaxAsync(update => (int?)update.Number, cancellationToken) ?? 0;
        var update = new IncidentUpdate
        {
            InstallationId = incident.InstallationId,
            Id = words.Id ?? UpdateId.New(clock),
            IncidentId = incident.Id,
            Stage = words.Stage,
            Severity = incident.Severity,
            Class = incident.Class,
            CustomerWords = words.Customers,
            OtherWords = words.Others,
            Answers = words.Answers,
            About = words.About,
            PublishedAt = now,
            NextUpdateAt = incident.NextUpdateAt,
            Author = words.Author,
            CorrectionOf = words.CorrectionOf,
            Number = last + 1,
        };
        database.Add(update);
        await HoldPromise.AfterAsync(database, incident, update, words.IsHolding, cancellationToken);
        return update;
    }

    public static IncidentState State(this Incident incident) => new()
    {
        IssueKey = incident.IssueKey,
        Summary = incident.Summary,
        Stage = incident.Stage,
        TicketStage = incident.TicketStage,
        Severity = incident.Severity,
        WorstSeverity = incident.WorstSeverity,
        StartedAt = incident.StartedAt,
        ResolvedAt = incident.ResolvedAt,
        SnapshotAt = incident.SnapshotAt,
        Deleted = incident.Deleted,
        Published = incident.Published,
        EndedBecause = incident.EndedBecause,
        Class = incident.Class,
        IsTest = incident.IsTest,
        Components = incident.AffectedNames(),
        Effects = incident.Components.Where(c => c is { IsAffected: true, RuledStatus: not null }).ToDictionary(c => Component.KeyOf(c.Name), c => c.RuledStatus!.Value),
    };

    public static void Take(this Incident incident, IncidentState state)
    {
        incident.IssueKey = state.IssueKey;
        incident.Summary = state.Summary;
        incident.Stage = state.Stage;
        incident.TicketStage = state.TicketStage;
        // What a person said of components held for the effect he knew.
        foreach (var component in incident.Components)
        {
            var ruled = state.Effects.TryGetValue(Component.KeyOf(component.Name), out var status) ? status : (ComponentStatus?)null;
            if (component.ToldUnder(incident.Severity) != (ruled ?? state.Severity.Effect) || !state.Stage.IsOpen())
                component.SpokenStatus = null;
            component.RuledStatus = ruled;
        }
        incident.Severity = state.Severity;
        incident.WorstSeverity = state.WorstSeverity;
        incident.StartedAt = state.StartedAt;
        incident.ResolvedAt = state.ResolvedAt;
        incident.SnapshotAt = state.SnapshotAt;
        incident.Deleted = state.Deleted;
        incident.Published = state.Published;
        incident.EndedBecause = state.EndedBecause;
        // A title that a person wrote before only people were to speak says more than may be said now.
        if (Wording.IncidentClasses.OnlyPeopleSpeak(state.Class) && !Wording.IncidentClasses.OnlyPeopleSpeak(incident.Class))
            incident.WrittenTitle = null;
        incident.Class = state.Class;
        incident.IsTest = state.IsTest;
        if (!state.Stage.IsOpen() || !state.Published)
            incident.NextUpdateAt = null;
    }

    public static IReadOnlyList<string> AffectedNames(this Incident incident) =>
        [.. incident.Components.Where(c => c.IsAffected).Select(c => c.Name).OrderBy(name => name, StringComparer.OrdinalIgnoreCase)];
}
