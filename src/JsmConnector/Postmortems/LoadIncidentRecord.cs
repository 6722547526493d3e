using System.Text.Json;
using JsmConnector.Deliveries;
using JsmConnector.Incidents;
using JsmConnector.Installations;
using JsmConnector.Installations.Settings;
using JsmConnector.Platform;
using JsmConnector.Platform.Database;
using JsmConnector.Postmortems.Facts;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace JsmConnector.Postmortems;

/// <summary>Collects what the app recorded of an incident itself.</summary>
public sealed class LoadIncidentRecord(JsmConnectorContext database, CurrentSettings settings, IOptions<AppOptions> app, TimeProvider clock)
{
    /// <summary>Where people see tickets, without a trailing slash.</summary>
    public async Task<string> SiteUrlAsync(InstallationId installation, CancellationToken cancellationToken) =>
        UrlOf(await database.Set<Installation>().AsNoTracking().SingleAsync(i => i.Id == installation, cancellationToken));

    public async Task<IncidentRecord> LoadAsync(Incident incident, HistoryAnswer.Final answer, CancellationToken cancellationToken)
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
            History = answer.History,
            Surroundings = answer.Surroundings,
            Corrections = CorrectMoments.Read(await database.Set<Postmortem>().Where(p => p.IncidentId == id).Select(p => p.Corrections).FirstOrDefaultAsync(cancellationToken)),
            SiteUrl = UrlOf(site),
            StatusPageUrl = current.StatusPages.Any(page => page.Provider == StatusPageSettings.BuiltIn.Provider)
                ? $"{app.Value.BaseUrl.TrimEnd('/')}/status/{Uri.EscapeDataString(site.ShortName)}"
                : null,
            Now = clock.GetUtcNow(),
        };
    }

    private static string UrlOf(Installation site) => (site.DisplayUrl ?? site.BaseUrl).TrimEnd('/');
}
