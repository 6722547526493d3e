using System.Text.Json;
using JsmConnector.Incidents;
using JsmConnector.Installations;
using JsmConnector.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace JsmConnector.Webhooks.Reconciliation;

/// <summary>Puts what Jira holds and we do not into the inbox, as if its webhook had come.</summary>
public sealed class StoreMissed(JsmConnectorContext database, StoreWebhooks store, WebhooksBell bell, SiteCatalogs catalogs, TimeProvider clock)
{
    /// <returns>How many were missing; null when the inbox is full: come back later.</returns>
    public async Task<int?> AddAsync(InstallationId installation, IReadOnlyList<JsonElement> issues, CancellationToken cancellationToken)
    {
        var (now, catalog) = (clock.GetUtcNow(), await catalogs.GetAsync(installation, cancellationToken));
        var read = issues.Select(issue => (Issue: issue, Snapshot: ReadIssue.From(issue, catalog, now, false))).Where(pair => pair.Snapshot is not null).ToList();
        var ids = read.Select(pair => pair.Snapshot!.IssueId).ToList();
        var held = await database.Set<Incident>().AsNoTracking().Where(incident => ids.Contains(incident.IssueId))
            .Select(incident => new { incident.IssueId, incident.SnapshotAt }).ToDictionaryAsync(incident => incident.IssueId, incident => incident.SnapshotAt, cancellationToken);
        var missed = read.Where(pair => held.TryGetValue(pair.Snapshot!.IssueId, out var at)
            ? pair.Snapshot.TakenAt > at
            : Recognition.Of(pair.Snapshot, catalog) is Recognition.Incident || PlannedWork.Of(pair.Snapshot, catalog) is PlannedWork.Planned);
        return await StoreAsync([.. missed.Select(pair => Incoming(
            installation, RestSnapshot.Key(pair.Snapshot!.IssueId, pair.Snapshot.TakenAt), RestSnapshot.Updated(pair.Issue, pair.Snapshot.TakenAt), now))]);
    }

    public Task<int?> AddDeletionAsync(InstallationId installation, string issueId, string key, DateTimeOffset last, DateTimeOffset goneAt) =>
        StoreAsync([Incoming(installation, RestSnapshot.KeyOfDeletion(issueId, last), RestSnapshot.Deleted(issueId, key, goneAt), clock.GetUtcNow())]);

    public Task<int?> AddReturnAsync(InstallationId installation, string issueId, JsonElement issue, DateTimeOffset hiddenAt, DateTimeOffset seenAt) =>
        StoreAsync([Incoming(installation, RestSnapshot.KeyOfReturn(issueId, hiddenAt), RestSnapshot.Returned(issue, seenAt), clock.GetUtcNow())]);

    private async Task<int?> StoreAsync(IReadOnlyList<IncomingWebhook> missed)
    {
        // Together: they share one insert.
        var stored = await Task.WhenAll(missed.Select(webhook => store.StoreAsync(webhook).AsTask()));
        if (missed.Count > 0)
            bell.Ring();
        return stored.All(done => done) ? missed.Count : null;
    }

    private static IncomingWebhook Incoming(InstallationId installation, string key, byte[] body, DateTimeOffset now) =>
        new(installation, key, WebhookEnvelope.Read(body), body, now);
}
