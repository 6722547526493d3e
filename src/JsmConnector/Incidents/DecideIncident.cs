using JsmConnector.Installations;

namespace JsmConnector.Incidents;

/// <summary>The facts of an incident that rules read and write.</summary>
public sealed record IncidentState
{
    public required string IssueKey { get; init; }
    public string? Summary { get; init; }
    public required Stage Stage { get; init; }

    /// <summary>The stage that the ticket itself told last. A person may have said another one since; the ticket counts again when it moves.</summary>
    public required Stage TicketStage { get; init; }
    public required Severity Severity { get; init; }
    public required Severity WorstSeverity { get; init; }
    public required DateTimeOffset StartedAt { get; init; }
    public DateTimeOffset? ResolvedAt { get; init; }
    public required DateTimeOffset SnapshotAt { get; init; }
    public bool Deleted { get; init; }
    public bool Published { get; init; }

    /// <summary>The stage of the last public word; null when there was none, or while the incident is open, when nothing asks for it.</summary>
    public Stage? LastSaid { get; init; }
    public string? EndedBecause { get; init; }
    public string Class { get; init; } = Meaning.Outage;

    /// <summary>Begun as a test: see <see cref="TestIncident"/>.</summary>
    public bool IsTest { get; init; }

    /// <summary>Names of the affected components, in order.</summary>
    public IReadOnlyList<string> Components { get; init; } = [];

    /// <summary>What a rule of the site makes of a component instead of what the severity says, by the key of its name.</summary>
    public IReadOnlyDictionary<string, ComponentStatus> Effects { get; init; } = ComponentEffects.Nothing;
}

/// <summary>What a snapshot does to an incident.</summary>
public abstract record Decision
{
    /// <summary>No incident, and none was held.</summary>
    public sealed record Ignore(string Because) : Decision;

    /// <summary>The state to hold from now on, and what is said in public about it.</summary>
    public sealed record Hold(IncidentState After, Announcement Say) : Decision;
}

public enum Announcement
{
    Nothing,
    /// <summary>A new stage, the first word, or a reopening.</summary>
    NewStage,
    /// <summary>Same stage, other components or another effect on them.</summary>
    NewScope,
    /// <summary>The incident may no longer be public.</summary>
    Unpublish,
}

/// <summary>
/// Pure: snapshot and held state in, new state and announcement out. Jira sends snapshots late, twice and out of order;
/// an older snapshot changes nothing but the worst severity ever seen, which does not depend on order.
/// </summary>
public static class DecideIncident
{
    /// <summary>An end that readers have not read is told only if it is this recent; old tickets that somebody edits, or shows again, stay quiet.</summary>
    public static readonly TimeSpan RecentEnd = TimeSpan.FromHours(1);

    public static Decision Decide(IncidentState? held, IssueSnapshot issue, bool deleted, SiteCatalog catalog, DateTimeOffset now)
    {
        issue = TestIncident.AsBegun(issue, held);
        var recognition = Recognition.Of(issue, catalog);
        if (held is null && recognition is Recognition.NotAnIncident { Because: var because })
            return new Decision.Ignore(because);
        if (held is null && TestIncident.IsOver(issue, deleted, now))
            return new Decision.Ignore(TestIncident.Over);
        if (held is not null && IsOutdated(held, issue, deleted))
            return new Decision.Hold(held with { WorstSeverity = Worst(held, issue, recognition, catalog) }, Announcement.Nothing);

        var after = Next(held, issue, deleted, recognition, catalog, now);
        return new Decision.Hold(after, deleted || recognition is Recognition.NotAnIncident ? SayGone(held, after) : Say(held, after, now));
    }

    /// <summary>A ticket that Jira hid from the app looks deleted to it; what Jira tells of it after that brings it back.</summary>
    private static bool IsOutdated(IncidentState held, IssueSnapshot issue, bool deleted) =>
        held.Deleted ? deleted || issue.TakenAt <= held.SnapshotAt : issue.TakenAt < held.SnapshotAt;

    private static IncidentState Next(IncidentState? held, IssueSnapshot issue, bool deleted, Recognition recognition, SiteCatalog catalog, DateTimeOffset now)
    {
        var isIncident = recognition is Recognition.Incident;
        var told = deleted || !isIncident ? Stage.Withdrawn : Meaning.StageOf(issue, held?.TicketStage, catalog).Value;
        var stage = held is not null && told == held.TicketStage ? held.Stage : told;
        var endedAt = stage.IsOpen() ? (DateTimeOffset?)null : issue.ResolvedAt ?? (held is { ResolvedAt: { } at } && !held.Stage.IsOpen() ? at : issue.TakenAt);
        // A ticket that stopped being an incident keeps its components, so that the last public word still names them; one that was hidden does, so that
        // this word names nothing that was added behind the curtain.
        var components = (isIncident && !issue.HasSecurityLevel) || held is null ? AffectedComponents.Of(issue, catalog).Value : held.Components;
        var severity = isIncident ? Meaning.SeverityOf(issue, catalog).Value : held?.Severity ?? Severity.Minor;
        return new IncidentState
        {
            IssueKey = issue.Key,
            Summary = issue.Summary ?? held?.Summary,
            Stage = stage,
            TicketStage = told,
            Severity = severity,
            WorstSeverity = Worst(held, issue, recognition, catalog),
            StartedAt = held?.StartedAt ?? issue.CreatedAt ?? issue.TakenAt,
            ResolvedAt = endedAt,
            SnapshotAt = held is null || issue.TakenAt > held.SnapshotAt ? issue.TakenAt : held.SnapshotAt,
            Deleted = deleted,
            Published = IsPublishable(held, issue, deleted, stage, endedAt, now),
            EndedBecause = Reason(issue, deleted, recognition, stage),
            // As the explanation says it: a label that is taken away takes its class along.
            Class = isIncident ? Meaning.ClassOf(issue, catalog).Value : held?.Class ?? Meaning.Outage,
            IsTest = held?.IsTest ?? TestIncident.Is(issue),
            Components = components,
            Effects = ComponentEffects.Unusual(severity, components, catalog.Rules),
        };
    }

    private static Severity Worst(IncidentState? held, IssueSnapshot issue, Recognition recognition, SiteCatalog catalog)
    {
        var seen = recognition is Recognition.Incident ? Meaning.SeverityOf(issue, catalog).Value : Severity.Low;
        return held is null ? seen : Severity.Worse(held.WorstSeverity, seen);
    }

    private static bool IsPublishable(IncidentState? held, IssueSnapshot issue, bool deleted, Stage stage, DateTimeOffset? endedAt, DateTimeOffset now)
    {
        if (issue.HasSecurityLevel)
            return false;
        if (stage.IsOpen() || held is { Published: true })
            return true;
        // What readers have read of it comes back with the ticket; a deletion tells too little to end a secret.
        return !deleted && (held is { LastSaid: not null } || (stage == Stage.Resolved && endedAt > now - RecentEnd));
    }

    private static string? Reason(IssueSnapshot issue, bool deleted, Recognition recognition, Stage stage) => stage switch
    {
        _ when deleted => "The issue was deleted, or hidden from the app.",
        _ when recognition is Recognition.NotAnIncident { Because: var because } => $"The issue is no longer an incident: {because}.",
        Stage.Withdrawn => $"The issue was closed as {issue.ResolutionName}.",
        _ => null,
    };

    /// <summary>What was over for readers stays as it ended, whatever becomes of its ticket.</summary>
    private static Announcement SayGone(IncidentState? held, IncidentState after) => held is { Published: true } && held.Stage.IsOpen()
        ? after.Published ? Announcement.NewStage : Announcement.Unpublish
        : Announcement.Nothing;

    private static Announcement Say(IncidentState? held, IncidentState after, DateTimeOffset now)
    {
        if (held is { Published: true } && !after.Published)
            return held.Stage.IsOpen() ? Announcement.Unpublish : Announcement.Nothing;
        if (!after.Published)
            return Announcement.Nothing;
        // Back from where nobody saw it: readers know the end already, or it is too long ago to be news.
        if (held is not null && !held.Stage.IsOpen() && !after.Stage.IsOpen() && (after.Stage == held.LastSaid || (after.Stage == Stage.Resolved && !(after.ResolvedAt > now - RecentEnd))))
            return Announcement.Nothing;
        if (held is not { Published: true } || held.Stage != after.Stage)
            return Announcement.NewStage;
        if (!after.Stage.IsOpen())
            return Announcement.Nothing;
        return held.Severity.Effect != after.Severity.Effect || !held.Components.SequenceEqual(after.Components, StringComparer.OrdinalIgnoreCase) || !HasSameEffects(held, after)
            ? Announcement.NewScope
            : Announcement.Nothing;
    }

    private static bool HasSameEffects(IncidentState held, IncidentState after) =>
        held.Effects.Count == after.Effects.Count && held.Effects.All(effect => after.Effects.TryGetValue(effect.Key, out var now) && now == effect.Value);
}
