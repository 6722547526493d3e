using JsmConnector.Deliveries;
using JsmConnector.Incidents;
using JsmConnector.Incidents.Publications;
using JsmConnector.Installations.Settings;
using JsmConnector.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace JsmConnector.Postmortems.Publishing;

public abstract record AskedToPublish
{
    private AskedToPublish() { }

    public sealed record Planned(IReadOnlyList<string> Targets) : AskedToPublish;

    public sealed record Refused(string Field, string Reason, string Mend) : AskedToPublish;
}

/// <summary>Writes down where a version should stand, with the deliveries that bring it there, in one transaction: nothing is called here.</summary>
public sealed class PublishPostmortem(JsmConnectorContext database, CurrentSettings settings, IEnumerable<IPublicationTarget> targets, DeliveriesBell bell, TimeProvider clock)
{
    public const string Channel = "publication";

    /// <summary>Everywhere that the settings name; on the caller's transaction.</summary>
    public async Task EverywhereAsync(Incident incident, int version, string? by, CancellationToken cancellationToken)
    {
        var current = await settings.GetAsync(incident.InstallationId, cancellationToken);
        foreach (var place in PublicationPlaces.Of(current, PublicationPlaces.ProjectOf(incident.IssueKey)))
            await PutAsync(incident, place, version, PublicationWish.Published, false, by, cancellationToken);
    }

    /// <summary>One place, at a person's word.</summary>
    public async Task<AskedToPublish> AtAsync(Incident incident, string target, PublicationWish wish, bool overwrite, string? by, CancellationToken cancellationToken)
    {
        var current = await settings.GetAsync(incident.InstallationId, cancellationToken);
        var held = await database.Set<Publication>().AsNoTracking().FirstOrDefaultAsync(p => p.IncidentId == incident.Id && p.Target == target, cancellationToken);
        var place = PublicationPlaces.Of(current, PublicationPlaces.ProjectOf(incident.IssueKey)).FirstOrDefault(known => known.Target == target)
            ?? (held is not null && wish == PublicationWish.Withdrawn ? new PublicationPlace(target, held.Document) : null);
        if (place is null)
            return new AskedToPublish.Refused("target", $"The settings name no place '{target}'.", "Use one of the list of publications; places are named in postmortems.publishing and statusPages of the settings.");
        var row = await database.Set<Postmortem>().AsNoTracking().FirstOrDefaultAsync(p => p.IncidentId == incident.Id && p.GeneratedAt != null, cancellationToken);
        if (row is null)
            return new AskedToPublish.Refused("issueKey", "No postmortem is written yet.", "Resolve the ticket, or ask for one.");
        if (wish == PublicationWish.Draft && targets.FirstOrDefault(known => known.Kind == place.Kind)?.KnowsDrafts != true)
            return new AskedToPublish.Refused("want", "There are no drafts at that place.", "Publish it, or keep on writing here.");
        if (wish == PublicationWish.Published && row.State is not (PostmortemState.Approved or PostmortemState.Published or PostmortemState.Closed))
            return new AskedToPublish.Refused("state", $"The postmortem is {row.State.Label().ToLowerInvariant()}.", "Have it approved first: only what people agreed to goes out.");
        await using var transaction = await database.Database.BeginTransactionAsync(cancellationToken);
        await PutAsync(incident, place, row.Version, wish, overwrite, by, cancellationToken);
        await TellTicketAsync(incident, place, by, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        bell.Ring();
        return new AskedToPublish.Planned([target]);
    }

    /// <summary>A comment that names the places follows when one of them comes or goes.</summary>
    private async Task TellTicketAsync(Incident incident, PublicationPlace changed, string? by, CancellationToken cancellationToken)
    {
        if (changed.Kind == PublicationPlaces.Ticket)
            return;
        var comment = await database.Set<Publication>().AsNoTracking().FirstOrDefaultAsync(
            p => p.IncidentId == incident.Id && p.Target == PublicationPlaces.Ticket && p.Wish == PublicationWish.Published && p.State == PublicationState.Published, cancellationToken);
        if (comment is not null)
            await PutAsync(incident, new PublicationPlace(comment.Target, comment.Document), comment.Version, PublicationWish.Published, false, by, cancellationToken);
    }

    private async Task PutAsync(Incident incident, PublicationPlace place, int version, PublicationWish wish, bool overwrite, string? by, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var changed = await database.Set<Publication>().Where(p => p.IncidentId == incident.Id && p.Target == place.Target).ExecuteUpdateAsync(set => set
            .SetProperty(p => p.Wish, wish)
            .SetProperty(p => p.Version, version)
            .SetProperty(p => p.Overwrite, overwrite)
            .SetProperty(p => p.State, PublicationState.Waiting)
            .SetProperty(p => p.Problem, (string?)null)
            .SetProperty(p => p.AskedBy, by)
            .SetProperty(p => p.AskedAt, now), cancellationToken);
        if (changed == 0)
        {
            database.Add(new Publication
            {
                InstallationId = incident.InstallationId,
                IncidentId = incident.Id,
                Target = place.Target,
                Document = place.Document,
                Wish = wish,
                Version = version,
                Overwrite = overwrite,
                AskedBy = by,
                AskedAt = now,
            });
        }
        database.Add(Delivery.Of(incident.InstallationId, new PlannedDelivery(Channel, place.Target, LaneOf(incident, place))
        {
            IncidentId = incident.Id.Value,
            Audience = place.Document == Rendering.TemplateAudience.External ? "customers" : "internal",
        }, clock));
        await database.SaveChangesAsync(cancellationToken);
    }

    /// <summary>A place is written one document at a time, so that a big day's postmortems never crowd out live incidents; a ticket has its own lane, for Jira limits writes to one issue.</summary>
    private static string LaneOf(Incident incident, PublicationPlace place) =>
        place.Kind == PublicationPlaces.Ticket ? $"issue:{incident.IssueId}" : $"{Channel}:{place.Target}";
}
