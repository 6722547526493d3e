using JsmConnector.Incidents;
using JsmConnector.Platform;
using JsmConnector.Platform.Database;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace JsmConnector.PortalAnnouncements.Assisted;

/// <summary>The announcements of a site whose portal the app cannot reach: what to paste, what stands there, what must go.</summary>
public sealed class PostByHand(JsmConnectorContext database, TenantScope tenant, IOptions<AppOptions> app, TimeProvider clock)
{
    /// <returns>Those that need a person first.</returns>
    public async Task<IReadOnlyList<AssistedAnnouncement>> ListAsync(CancellationToken cancellationToken)
    {
        var wanted = await database.Set<PortalAnnouncement>().AsNoTracking().ToDictionaryAsync(a => a.IncidentId, cancellationToken);
        var postings = await database.Set<ManualPosting>().AsNoTracking().Where(p => p.RemovedAt == null).ToDictionaryAsync(p => p.IncidentId, cancellationToken);
        return [.. wanted.Keys.Union(postings.Keys)
            .Select(id => AssistedAnnouncement.Of(wanted.GetValueOrDefault(id), postings.GetValueOrDefault(id), app.Value.BaseUrl))
            .OfType<AssistedAnnouncement>()
            .OrderByDescending(announcement => announcement.NeedsAPerson).ThenBy(announcement => announcement.Title, StringComparer.Ordinal)];
    }

    /// <param name="seen">The text that the person saw and pasted: newer words may have come since the page was shown.</param>
    public async Task PostedAsync(IncidentId incident, string seen, CancellationToken cancellationToken)
    {
        var title = await database.Set<Incident>().Where(i => i.Id == incident).Select(i => i.PublicTitle).FirstOrDefaultAsync(cancellationToken);
        if (title is null)
            return;
        // A form sends line breaks as CR LF.
        var text = seen.ReplaceLineEndings("\n");
        if (await database.Set<ManualPosting>().FirstOrDefaultAsync(p => p.IncidentId == incident, cancellationToken) is { } held)
            (held.Title, held.Text, held.PostedAt, held.RemovedAt) = (title, text, clock.GetUtcNow(), null);
        else
            database.Add(new ManualPosting { InstallationId = tenant.Current, IncidentId = incident, Title = title, Text = text, PostedAt = clock.GetUtcNow() });
        await database.SaveChangesAsync(cancellationToken);
    }

    public async Task RemovedAsync(IncidentId incident, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        await database.Set<ManualPosting>().Where(p => p.IncidentId == incident && p.RemovedAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(p => p.RemovedAt, now), cancellationToken);
    }
}
