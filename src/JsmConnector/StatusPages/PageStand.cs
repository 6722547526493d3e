using JsmConnector.Incidents;
using JsmConnector.Installations.Settings;
using JsmConnector.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace JsmConnector.StatusPages;

/// <summary>From what is open now, not from the page in memory, which may be a moment behind the words that are on their way.</summary>
public sealed class PageStand(JsmConnectorContext database, ComponentStateQuery states) : IPageStand
{
    public async Task<PageIndicator> NowAsync(PageSettings page, CancellationToken cancellationToken)
    {
        var shown = page.Components?.Select(ComponentNames.KeyOf).ToHashSet(StringComparer.Ordinal);
        var components = (await states.AllAsync(cancellationToken)).Where(state => shown is null || shown.Contains(ComponentNames.KeyOf(state.Name)));
        // A page for some components shows no incident that touches none.
        var untied = shown is not null ? [] : (await database.Set<Incident>().AsNoTracking()
            .Where(i => i.Published && i.Stage != Stage.Resolved && i.Stage != Stage.Withdrawn).ToListAsync(cancellationToken)).Where(i => i.Components.Count == 0).Select(i => i.WorstSeverity.Impact);
        var indicator = PageIndicator.Of(components.Select(component => component.Status), untied);
        return page.MaintenanceAsNone && indicator.Indicator == "maintenance" ? indicator with { Indicator = "none" } : indicator;
    }
}
