using JsmConnector.Deliveries;
using JsmConnector.Incidents;
using JsmConnector.Installations.Settings;
using JsmConnector.Platform.Database;
using JsmConnector.Postmortems.Publishing;
using JsmConnector.Postmortems.Rendering;
using JsmConnector.Postmortems.Versions;
using Microsoft.EntityFrameworkCore;

namespace JsmConnector.Postmortems.Review;

/// <summary>
/// Moves a postmortem through its review. The text keeps its number, so that approvals stay bound to it; the move is written to the incident's
/// timeline, and the link on the ticket tells the new state.
/// </summary>
public sealed class MovePostmortem(JsmConnectorContext database, CurrentSettings settings, PublishPostmortem publish, DeliveriesBell bell, TimeProvider clock)
{
    /// <param name="basedOn">The version that the person has read.</param>
    public async Task<PostmortemChange> MoveAsync(Incident incident, int basedOn, ReviewMove move, string? by, CancellationToken cancellationToken)
    {
        await using var transaction = await database.Database.BeginTransactionAsync(cancellationToken);
        // Locked, so that of two people who approve at once each counts the other.
        var row = await database.Set<Postmortem>().FromSql($"select * , xmin from postmortems where installation_id = {incident.InstallationId.Value} and incident_id = {incident.Id.Value} for update")
            .AsNoTracking().FirstOrDefaultAsync(cancellationToken);
        if (row?.GeneratedAt is null)
            return new PostmortemChange.Missing();
        if (row.Version != basedOn)
            return new PostmortemChange.Outdated(await database.Set<PostmortemVersion>().AsNoTracking().SingleAsync(v => v.IncidentId == incident.Id && v.Number == row.Version, cancellationToken));

        var situation = await SituationAsync(incident, row, cancellationToken);
        switch (DecideReview.Of(situation, move, by))
        {
            case ReviewDecision.Refused(var reason, var mend):
                return new PostmortemChange.Refused("move", reason, mend);
            case ReviewDecision.Allowed(var state, var isApproval):
                await database.Set<Postmortem>().Where(p => p.IncidentId == incident.Id).ExecuteUpdateAsync(set => set.SetProperty(p => p.State, state), cancellationToken);
                await WriteDownAsync(incident, row.Version, state, isApproval ? by : null, move, by, cancellationToken);
                if (move == ReviewMove.Publish)
                    await publish.EverywhereAsync(incident, row.Version, by, cancellationToken);
                await transaction.CommitAsync(cancellationToken);
                bell.Ring();
                return new PostmortemChange.Saved(row.Version);
            default:
                throw new InvalidOperationException("A move is allowed or refused.");
        }
    }

    /// <summary>Readers outside will get no account, and here is why.</summary>
    public async Task<PostmortemChange> WaiveAsync(Incident incident, string? reason, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(reason) || reason.Length > 500)
            return new PostmortemChange.Refused("reason", "It is missing or longer than 500 characters.", "Say in a sentence why customers get no account.");
        var version = await database.Set<Postmortem>().Where(p => p.IncidentId == incident.Id && p.GeneratedAt != null).Select(p => (int?)p.Version).FirstOrDefaultAsync(cancellationToken);
        if (version is null)
            return new PostmortemChange.Missing();
        await database.Set<Postmortem>().Where(p => p.IncidentId == incident.Id).ExecuteUpdateAsync(set => set.SetProperty(p => p.Waiver, reason.Trim()), cancellationToken);
        return new PostmortemChange.Saved(version.Value);
    }

    private async Task<ReviewSituation> SituationAsync(Incident incident, Postmortem row, CancellationToken cancellationToken)
    {
        var review = (await settings.GetAsync(incident.InstallationId, cancellationToken)).Postmortems.Review;
        var approved = await database.Set<PostmortemApproval>().Where(a => a.IncidentId == incident.Id && a.Number == row.Version).Select(a => a.By).ToListAsync(cancellationToken);
        // A version that the app renewed holds the words of whoever wrote before.
        var author = await database.Set<PostmortemVersion>().Where(v => v.IncidentId == incident.Id && v.Number <= row.Version && v.Author != null)
            .OrderByDescending(v => v.Number).Select(v => v.Author).FirstOrDefaultAsync(cancellationToken);
        var isOut = await database.Set<Publication>().AnyAsync(
            p => p.IncidentId == incident.Id && p.Document == TemplateAudience.External && p.State == PublicationState.Published && p.Version == row.Version, cancellationToken);
        return new ReviewSituation(row.State, approved, author, incident.Published, isOut, row.Waiver, review.Approvals, review.AuthorMayApprove);
    }

    private async Task WriteDownAsync(Incident incident, int version, PostmortemState state, string? approver, ReviewMove move, string? by, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (approver is not null)
            database.Add(new PostmortemApproval { InstallationId = incident.InstallationId, IncidentId = incident.Id, Number = version, By = approver, At = now });
        await Timeline.AppendAsync(database, incident.InstallationId, incident.IssueId,
        [
            new TimelineFact
            {
                Key = $"postmortem/{version}/{move.Name()}/{now.UtcTicks}",
                At = now,
                Kind = "postmortem",
                Text = $"{move.Label()}: version {version} of the postmortem is {state.Label().ToLowerInvariant()}.",
                Visibility = Visibility.Internal,
                Actor = by,
                Evidence = $"postmortem/{version}",
                AsOf = now,
            },
        ], cancellationToken);
        database.Add(Delivery.Of(incident.InstallationId, LinkPostmortem.Planned(incident), clock));
        await database.SaveChangesAsync(cancellationToken);
    }
}
