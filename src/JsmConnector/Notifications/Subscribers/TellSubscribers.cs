using JsmConnector.Deliveries;
using JsmConnector.Incidents;
using JsmConnector.Installations.Settings;
using JsmConnector.Maintenances;
using JsmConnector.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace JsmConnector.Notifications.Subscribers;

/// <summary>
/// Turns one update of a page into a message for each reader who wants it: one, whatever the update touches. Planning twice plans once, because a message
/// has its id from the update and the reader.
/// </summary>
public sealed class TellSubscribers(JsmConnectorContext database, CurrentSettings settings, IPageDoors doors, NoticesBell bell, TimeProvider clock) : IDeliveryHandler
{
    private const int Portion = 2_000;

    public string Channel => PlanSubscribers.Channel;

    public async Task<DeliveryOutcome> DeliverAsync(DeliveryAttempt attempt, CancellationToken cancellationToken)
    {
        var pages = (await settings.GetAsync(attempt.InstallationId, cancellationToken)).StatusPages;
        if (pages.FirstOrDefault(page => page.Id == attempt.Destination) is not { } page)
            return new DeliveryOutcome.Suppressed($"The status page '{attempt.Destination}' was removed from the settings.");
        if (attempt is not { IncidentId: { } entry, UpdateId: { } update } || await LoadAsync(entry, update, cancellationToken) is not { } told)
            return new DeliveryOutcome.Never("What it speaks of no longer exists.");
        if (!IsOn(page.Page ?? PageSettings.Default, told))
            return new DeliveryOutcome.Suppressed("The page shows none of the components that it touches.");
        if ((page.Page ?? PageSettings.Default).Access != PageSettings.Default.Access)
            await EndShutOutAsync(page.Id, cancellationToken);
        var count = await PlanAsync(attempt, page, told, entry, update, cancellationToken);
        bell.Ring();
        return count == 0 ? new DeliveryOutcome.Suppressed("No reader of the page wants to hear it.") : new DeliveryOutcome.Delivered($"{count.ToString(System.Globalization.CultureInfo.InvariantCulture)} readers");
    }

    private async Task<int> PlanAsync(DeliveryAttempt attempt, StatusPageSettings page, Told told, Guid entry, Guid update, CancellationToken cancellationToken)
    {
        var wants = Wanted(page, told, attempt.InstallationId);
        var (count, last) = (0, Guid.Empty);
        while (true)
        {
            var ids = await wants.Where(s => s.Id > last).OrderBy(s => s.Id).Select(s => s.Id).Take(Portion).ToListAsync(cancellationToken);
            if (ids.Count == 0)
                return count;
            var (from, until) = (ids[0], ids[^1]);
            var known = (await database.Set<SubscriberNotice>().Where(n => n.UpdateId == update && n.SubscriberId >= from && n.SubscriberId <= until).Select(n => n.SubscriberId).ToListAsync(cancellationToken)).ToHashSet();
            var now = clock.GetUtcNow();
            database.AddRange(ids.Where(id => !known.Contains(id)).Select(id => new SubscriberNotice
            {
                InstallationId = attempt.InstallationId,
                Id = SubscriberNotice.IdOf(update, id),
                SubscriberId = id,
                Lane = $"{id:N}",
                EntryId = entry,
                UpdateId = update,
                DueAt = now,
                CreatedAt = now,
            }));
            await database.SaveChangesAsync(cancellationToken);
            database.ChangeTracker.Clear();
            (count, last) = (count + ids.Count, until);
        }
    }

    /// <summary>Who came by an access link that opens nothing any more is no subscriber any more.</summary>
    private async Task EndShutOutAsync(string page, CancellationToken cancellationToken)
    {
        var (open, now) = (await doors.OpenLinksAsync(page, cancellationToken), clock.GetUtcNow());
        await database.Set<Subscriber>().Where(s => s.PageId == page && s.State == SubscriberState.Active && s.AccessLinkId != null && !open.Contains(s.AccessLinkId.Value)).ExecuteUpdateAsync(set => set
            .SetProperty(s => s.State, SubscriberState.Unsubscribed).SetProperty(s => s.EndedAt, now).SetProperty(s => s.Trouble, SubscriberDoor.LinkIsShut), cancellationToken);
    }

    private IQueryable<Subscriber> Wanted(StatusPageSettings page, Told told, InstallationId installation)
    {
        string[] scopes = [.. told.Components.Select(component => component.Id), .. SubscriberScopes.GroupsOf(page, PublicId.OfPage(installation, page.Id), told.Components.Select(component => component.Name))];
        var (pageId, level) = (page.Id, told.Level);
        var active = database.Set<Subscriber>().AsNoTracking().Where(s => s.PageId == pageId && s.State == SubscriberState.Active);
        active = told.IsMaintenance ? active.Where(s => s.Maintenance) : active.Where(s => s.Incidents && s.LeastSeverity >= level);
        if (!told.IsForTheBrief)
            active = active.Where(s => !s.Briefly);
        return active.Where(s => s.Scopes == null || s.Scopes.Any(scope => scopes.Contains(scope)));
    }

    private async Task<Told?> LoadAsync(Guid entry, Guid update, CancellationToken cancellationToken)
    {
        if (await database.Set<IncidentUpdate>().AsNoTracking().FirstOrDefaultAsync(u => u.Id == new UpdateId(update), cancellationToken) is { } word)
        {
            var incident = await database.Set<Incident>().AsNoTracking().FirstAsync(i => i.Id == word.IncidentId, cancellationToken);
            return new Told(false, incident.WorstSeverity.Level, word.Number == 1 || !word.Stage.IsOpen(), [.. incident.Components.Select(c => (c.ComponentId.Public(), c.Name))]);
        }
        if (await database.Set<MaintenanceUpdate>().AsNoTracking().FirstOrDefaultAsync(u => u.Id == update, cancellationToken) is not { } planned)
            return null;
        var maintenance = await database.Set<Maintenance>().AsNoTracking().FirstAsync(m => m.Id == new MaintenanceId(entry), cancellationToken);
        var ids = maintenance.ComponentIds.Select(id => new ComponentId(id)).ToList();
        var names = await database.Set<Component>().AsNoTracking().Where(c => ids.Contains(c.Id)).ToListAsync(cancellationToken);
        // A new time concerns whoever made plans for the old one.
        return new Told(true, 4, planned.Number == 1 || planned.Stage.IsOver() || planned.MovedFrom is not null, [.. names.Select(c => (c.Id.Public(), c.Name))]);
    }

    private static bool IsOn(PageSettings page, Told told) =>
        page.Components is null || told.Components.Any(component => SubscriberScopes.Shows(page, component.Name));

    private sealed record Told(bool IsMaintenance, int Level, bool IsForTheBrief, IReadOnlyList<(string Id, string Name)> Components);
}
