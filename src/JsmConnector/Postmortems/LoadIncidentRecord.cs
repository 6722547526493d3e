using System.Text.Json;
using JsmConnector.Deliveries;
using JsmConnector.Incidents;
using JsmConnector.Installations;
using JsmConnector.Platform;
using JsmConnector.Platform.Database;
using JsmConnector.Postmortems.Facts;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace JsmConnector.Postmortems;

/// <summary>Collects what the app recorded of an incident itself.</summary>
public sealed class LoadIncidentRecord(JsmConnectorContext database, CurrentSettings settings, IOptions<AppOptions> app, TimeProvider clock)
{
    public async Task<IncidentRecord> LoadAsync(Incident incident, TicketHistory history, CancellationToken cancellationToken)
    {
        var id = incident.Id;
        var site = await database.Set<Installation>().AsNoTracking().SingleAsync(i => i.Id == incident.InstallationId, cancellationToken);
        var current = await settings.GetAsync(incident.InstallationId, cancellationToken);
        return new IncidentRecord
        {
            Incident = incident,
            Updates = await database.Set<IncidentUpdate>().AsNoTracking()
                .Where(update => update.IncidentId == id).OrderBy(update => update.Number).ToListAsync(cancellationToken),
            Entries = await database.Set<TimelineEntry>().AsNoTracking()
                .Where(entry => entry.IssueId == incident.IssueId).OrderBy(entry => entry.At).ToListAsync(cancellationToken),
            Deliveries = await database.Set<Delivery>().AsNoTracking()
                .Where(delivery => delivery.IncidentId == id.Value).OrderBy(delivery => delivery.Sequence).ToListAsync(cancellationToken),
            Catalog = site.Catalog is { } json ? JsonSerializer.Deserialize<SiteCatalog>(json, SettingsJson.Options) ?? SiteCatalog.Empty : SiteCatalog.Empty,
            History = history,
            SiteUrl = (site.DisplayUrl ?? site.BaseUrl).TrimEnd('/'),
            StatusPageUrl = current.StatusPages.Any(page => page.Provider == StatusPageSettings.BuiltIn.Provider)
                ? $"{app.Value.BaseUrl.TrimEnd('/')}/status/{Uri.EscapeDataString(site.ShortName)}"
                : null,
            Now = clock.GetUtcNow(),
        };
    }
}
