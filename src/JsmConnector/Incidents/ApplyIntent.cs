using JsmConnector.Incidents.Wording;
using JsmConnector.Installations;
using JsmConnector.Installations.Settings;
using JsmConnector.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace JsmConnector.Incidents;

/// <summary>
/// Step five of the path (after Webhooks/TranslateWebhook): changes the incident, appends the timeline and plans deliveries, all on the caller's
/// context and transaction. The next step is Deliveries/DrainDeliveries.
/// </summary>
public sealed class ApplyIntent(
    JsmConnectorContext database, CurrentSettings settings, ComponentCatalog components, PlanDeliveries planDeliveries, IEnumerable<ICommentPlanner> commentPlanners, TimeProvider clock)
{
    /// <returns>What happened, for the webhook's row: `null` when the intent took effect, else the reason why it did not.</returns>
    public async Task<string?> ApplyAsync(InstallationId installation, Intent intent, SiteCatalog catalog, CancellationToken cancellationToken)
    {
        switch (intent)
        {
            case Intent.Observe(var snapshot, var facts):
                return await ChangeAsync(installation, snapshot, facts, false, catalog, cancellationToken);
            case Intent.Delete(var snapshot):
                return await ChangeAsync(installation, snapshot, [], true, catalog, cancellationToken);
            case Intent.Note(var snapshot, var issueId, var facts):
                return await NoteAsync(installation, snapshot, issueId, facts, catalog, cancellationToken);
            default:
                return (intent as Intent.NotOurs)?.Reason;
        }
    }

    private async Task<string?> NoteAsync(
        InstallationId installation, IssueSnapshot? snapshot, string issueId, IReadOnlyList<TimelineFact> facts, SiteCatalog catalog, CancellationToken cancellationToken)
    {
        var incident = await database.Set<Incident>().FirstOrDefaultAsync(i => i.IssueId == issueId, cancellationToken);
        if (incident is null && (snapshot is null || TestIncident.Is(snapshot) || Recognition.Of(snapshot, catalog) is Recognition.NotAnIncident))
            return "a comment on a ticket that is not an incident";
        if (incident is not null)
            await HearAsync(incident, facts, cancellationToken);
        await Timeline.AppendAsync(database, installation, issueId, facts, cancellationToken);
        await database.SaveChangesAsync(cancellationToken);
        return null;
    }

    /// <summary>Comments that customers can read, each when it is first seen as one.</summary>
    private async Task HearAsync(Incident incident, IReadOnlyList<TimelineFact> facts, CancellationToken cancellationToken)
    {
        var heard = facts.Where(fact => fact is { Kind: "comment", Visibility: Visibility.Public, Removed: false }).ToList();
        if (heard.Count == 0 || incident.IsTest)
            return;
        var keys = heard.Select(fact => fact.Key).ToList();
        var known = await database.Set<TimelineEntry>().Where(entry => entry.IssueId == incident.IssueId && keys.Contains(entry.Key) && entry.Visibility == Visibility.Public).Select(entry => entry.Key).ToListAsync(cancellationToken);
        var current = await settings.GetAsync(incident.InstallationId, cancellationToken);
        foreach (var fact in heard.Where(fact => !known.Contains(fact.Key, StringComparer.Ordinal)))
        {
            foreach (var planned in commentPlanners.SelectMany(planner => planner.Plan(new PublicComment(incident, fact.Key["comment/".Length..], fact.At, current))))
                database.Add(Deliveries.Delivery.Of(incident.InstallationId, planned, clock));
        }
    }

    private async Task<string?> ChangeAsync(
        InstallationId installation, IssueSnapshot snapshot, IReadOnlyList<TimelineFact> facts, bool deleted, SiteCatalog catalog, CancellationToken cancellationToken)
    {
        if (snapshot.IsPartial && !deleted)
            throw new InvalidOperationException($"Only part of the issue {snapshot.IssueId} is known, and nothing is decided by a part.");
        var now = clock.GetUtcNow();
        var incident = await database.Set<Incident>().FirstOrDefaultAsync(i => i.IssueId == snapshot.IssueId, cancellationToken);
        if (incident is null && TestIncident.Is(snapshot) && await WasEndedAsync(snapshot, cancellationToken))
            return TestIncident.Over;
        var held = incident is null ? null : await StateAsync(incident, cancellationToken);
        var decision = DecideIncident.Decide(held, snapshot, deleted, catalog, now);
        if (decision is not Decision.Hold(var after, var say))
            return (decision as Decision.Ignore)?.Because;

        Promise? promise = held is not null && incident?.NextUpdateAt is { } at ? new Promise(at, held.Severity) : null;
        incident ??= IncidentRows.New(database, installation, snapshot.IssueId, after, clock);
        if (held is null && after.IsTest)
            await NameDrillAsync(snapshot, cancellationToken);
        var title = incident.WrittenTitle;
        incident.Take(after);
        // Readers of an open incident hear where it stands, in words that may be said now; of one that is over, only the places that still show it learn.
        var isTitleTakenBack = title is not null && incident.WrittenTitle is null && incident.Published && say == Announcement.Nothing;
        if (isTitleTakenBack && after.Stage.IsOpen())
            say = Announcement.NewStage;
        await components.LinkAsync(incident, after.Components, after.Effects, cancellationToken);
        var current = await settings.GetAsync(installation, cancellationToken);
        if (incident.IsTest)
            incident.WrittenTitle ??= CustomerWords.LanguageOf(current)["drill-title"];
        var update = say == Announcement.Nothing ? null : await AnnounceAsync(incident, say, promise, held is not null, current, now, cancellationToken);
        await HearAsync(incident, facts, cancellationToken);
        await Timeline.AppendAsync(database, installation, snapshot.IssueId, update is null ? facts : [.. facts, .. Timeline.Said(update, promise?.At)], cancellationToken);
        var isShownOnly = isTitleTakenBack && update is null;
        planDeliveries.For(new IncidentChange(incident, isShownOnly ? await LastWordAsync(incident, cancellationToken) : update, held?.Stage, current, now)
        {
            WorstSeverityBefore = held?.WorstSeverity,
            IsShownOnly = isShownOnly,
        });
        await database.SaveChangesAsync(cancellationToken);
        return null;
    }

    private Task<IncidentUpdate?> LastWordAsync(Incident incident, CancellationToken cancellationToken) =>
        database.Set<IncidentUpdate>().Where(update => update.IncidentId == incident.Id).OrderByDescending(update => update.Number).FirstOrDefaultAsync(cancellationToken);

    private async Task<IncidentState> StateAsync(Incident incident, CancellationToken cancellationToken) => incident.Stage.IsOpen()
        ? incident.State()
        : incident.State() with
        {
            LastSaid = await database.Set<IncidentUpdate>().Where(update => update.IncidentId == incident.Id).OrderByDescending(update => update.Number)
                .Select(update => (Stage?)update.Stage).FirstOrDefaultAsync(cancellationToken),
        };

    /// <summary>A person ended the test before Jira closed its ticket: what Jira tells of it meanwhile begins nothing anew.</summary>
    private Task<bool> WasEndedAsync(IssueSnapshot snapshot, CancellationToken cancellationToken)
    {
        var (issue, id) = (snapshot.IssueId, TestIncident.IdOf(snapshot));
        return database.Set<TestTicket>().AnyAsync(ticket => ticket.EndedAt != null && (ticket.IssueId == issue || ticket.Id == id), cancellationToken);
    }

    /// <summary>Jira's answer may have been lost when the ticket was made: its event says what it is called.</summary>
    private Task<int> NameDrillAsync(IssueSnapshot snapshot, CancellationToken cancellationToken)
    {
        var (issue, key, id) = (snapshot.IssueId, snapshot.Key, TestIncident.IdOf(snapshot));
        return database.Set<TestTicket>().Where(ticket => ticket.Id == id && ticket.IssueId == null && !database.Set<TestTicket>().Any(other => other.IssueId == issue))
            .ExecuteUpdateAsync(set => set.SetProperty(ticket => ticket.IssueId, issue).SetProperty(ticket => ticket.IssueKey, key), cancellationToken);
    }

    private async Task<IncidentUpdate> AnnounceAsync(
        Incident incident, Announcement say, Promise? promise, bool isKnown, InstallationSettings current, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var stage = say == Announcement.Unpublish ? Stage.Withdrawn : incident.Stage;
        var before = isKnown ? await database.Set<IncidentUpdate>().AsNoTracking().Where(update => update.IncidentId == incident.Id).OrderBy(update => update.Number).ToListAsync(cancellationToken) : [];
        incident.NextUpdateAt = incident.IsTest ? null : PromisePolicy.NextUpdateAt(stage, incident.Severity, promise, now, current.Promises);
        var telling = new Telling
        {
            Incident = incident,
            Stage = stage,
            About = say == Announcement.NewScope ? Subjects.Scope : stage.Name(),
            At = now,
            NextUpdateAt = incident.NextUpdateAt,
            Late = PromisePolicy.Late(promise?.At, now),
            IsEarlier = promise?.At > now && incident.NextUpdateAt < promise?.At,
            Before = before,
            Answers = Answers.Standing(before.LastOrDefault(), incident),
            IsUnread = true,
        };
        var said = CustomerWords.Say(telling, current);
        await Timeline.AppendAsync(database, incident.InstallationId, incident.IssueId, [.. Timeline.Failed(said, now)], cancellationToken);
        var words = new Words(stage, said.Text, null, null) { About = telling.About, Answers = telling.Answers };
        return await IncidentRows.SayAsync(database, incident, words, now, clock, cancellationToken);
    }
}
