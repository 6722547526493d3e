using JsmConnector.Deliveries;
using JsmConnector.Incidents;
using JsmConnector.Incidents.Publications;
using JsmConnector.Installations.Settings;
using JsmConnector.Platform.Database;
using JsmConnector.Postmortems.Versions;
using Microsoft.EntityFrameworkCore;

namespace JsmConnector.Postmortems.Publishing;

/// <summary>
/// Brings one place to the state that its row asks for now, whichever wish the delivery was planned for: an older one finds the newer wish, and the
/// newer one then finds its work done.
/// </summary>
public sealed class DeliverPublication(JsmConnectorContext database, CurrentSettings settings, PublicationRows rows, IEnumerable<IPublicationTarget> targets) : IDeliveryHandler
{
    public string Channel => PublishPostmortem.Channel;

    public async Task<DeliveryOutcome> DeliverAsync(DeliveryAttempt attempt, CancellationToken cancellationToken)
    {
        var id = new IncidentId(attempt.IncidentId ?? Guid.Empty);
        var incident = await database.Set<Incident>().AsNoTracking().FirstOrDefaultAsync(i => i.Id == id, cancellationToken);
        var row = await database.Set<Publication>().AsNoTracking().FirstOrDefaultAsync(p => p.IncidentId == id && p.Target == attempt.Destination, cancellationToken);
        if (incident is null || row is null)
            return new DeliveryOutcome.Suppressed("There is nothing to publish any more.");
        var result = await ResultAsync(attempt, incident, row, cancellationToken);
        await rows.RecordAsync(row, result, cancellationToken);
        return Outcome(result);
    }

    private async Task<PublicationResult> ResultAsync(DeliveryAttempt attempt, Incident incident, Publication row, CancellationToken cancellationToken)
    {
        if (targets.FirstOrDefault(target => target.Kind == PublicationPlace.KindOf(row.Target)) is not { } place)
            return new PublicationResult.Never($"This version of the app knows no place '{row.Target}'.");
        var version = await database.Set<PostmortemVersion>().AsNoTracking().FirstOrDefaultAsync(v => v.IncidentId == incident.Id && v.Number == row.Version, cancellationToken);
        if (version is null)
            return new PublicationResult.Never("The version to be published no longer exists.");
        // Taking back is possible always: the ticket may have been hidden since.
        if (row.Document == Rendering.TemplateAudience.External && !incident.Published && row.Wish != PublicationWish.Withdrawn)
            return new PublicationResult.NotWanted("The incident was not made public, so there is no account of it for readers outside.");
        var document = PublicationDocuments.Of(incident, version, row.Document);
        if (row.Wish != PublicationWish.Withdrawn && PublicationDocuments.WhyNot(incident, document, row.Document) is { } why)
            return new PublicationResult.Held(why);
        if (place.Kind == PublicationPlaces.Ticket && await rows.OthersWaitAsync(row, attempt, cancellationToken) is { } later)
            return later;
        return await place.BringToAsync(new PublicationTask
        {
            Attempt = attempt,
            Target = row.Target,
            IncidentId = incident.Id,
            IssueId = incident.IssueId,
            IssueKey = incident.IssueKey,
            Settings = await settings.GetAsync(attempt.InstallationId, cancellationToken),
            Wish = row.Wish,
            Document = document,
            Memory = rows.MemoryOf(row),
            Overwrite = row.Overwrite,
            Addresses = await rows.AddressesAsync(incident, cancellationToken),
        }, cancellationToken);
    }

    private static DeliveryOutcome Outcome(PublicationResult result) => result switch
    {
        PublicationResult.Stands(var remoteId, _, _) => new DeliveryOutcome.Delivered(remoteId),
        PublicationResult.NotWanted(var why) => new DeliveryOutcome.Suppressed(why),
        // The row of the publication waits for people; the delivery has done what it could, and the place is well.
        PublicationResult.Held(var what) => new DeliveryOutcome.Suppressed(what),
        PublicationResult.ChangedThere(var what) => new DeliveryOutcome.Suppressed(what),
        PublicationResult.Later(var reason, var at) => new DeliveryOutcome.Later(reason, at),
        PublicationResult.Never never => new DeliveryOutcome.Never(never.Reason) { BreaksDestination = never.BreaksDestination },
        _ => throw new InvalidOperationException("Unknown result."),
    };
}
