using JsmConnector.Incidents;
using JsmConnector.Incidents.Wording;
using JsmConnector.Installations;
using JsmConnector.Installations.Settings;
using JsmConnector.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace JsmConnector.Maintenances;

/// <summary>Keeps the maintenance of a change ticket as the ticket plans it: announced, moved, completed or called off, on the caller's transaction.</summary>
public sealed class FollowTicket(JsmConnectorContext database, SayMaintenance say, CurrentSettings settings, TimeProvider clock)
{
    /// <returns>Null when something was said, else why not, for the webhook's row.</returns>
    public async Task<string?> FollowAsync(InstallationId installation, IssueSnapshot ticket, bool deleted, SiteCatalog catalog, CancellationToken cancellationToken)
    {
        var held = await database.Set<Maintenance>().Where(m => m.IssueId == ticket.IssueId).OrderByDescending(m => m.CreatedAt).FirstOrDefaultAsync(cancellationToken);
        List<ComponentId> ids = [.. (held?.ComponentIds ?? []).Select(id => new ComponentId(id))];
        var names = ids.Count == 0 ? [] : await database.Set<Component>().Where(c => ids.Contains(c.Id)).Select(c => c.Name).ToListAsync(cancellationToken);
        var language = CustomerWords.LanguageOf(await settings.GetAsync(installation, cancellationToken));
        var decided = TicketWish.Of(held, names, PlannedWork.Of(ticket, catalog), ticket, deleted, clock.GetUtcNow(), language);
        var said = decided switch
        {
            TicketWish.Schedule(var wish) => await say.ScheduleAsync(installation, wish, cancellationToken),
            TicketWish.Move(var wish) => await say.MoveAsync(held!, wish, cancellationToken),
            TicketWish.Nothing(var because) => (object)because,
            _ => throw new InvalidOperationException("A ticket wishes something or nothing."),
        };
        // Also a version that changes nothing is the newest known: an older one that comes late moves nothing back.
        if (decided is TicketWish.Nothing && held is not null && !held.Stage.IsOver() && ticket.TakenAt > held.SnapshotAt)
        {
            (held.SnapshotAt, held.IssueKey) = (ticket.TakenAt, ticket.Key);
            await database.SaveChangesAsync(cancellationToken);
        }
        return said switch
        {
            MaintenanceSaid.Refused(var mistakes) => $"planned work: {mistakes[0].Reason} {mistakes[0].Mend}",
            string because => because,
            _ => null,
        };
    }
}
