using JsmConnector.Incidents;
using JsmConnector.Maintenances;
using JsmConnector.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace JsmConnector.StatusPages;

/// <summary>The state of every component that readers may know of, over all open published incidents and running maintenances.</summary>
public sealed class ComponentStateQuery(JsmConnectorContext database)
{
    public async Task<IReadOnlyList<ComponentState>> AllAsync(CancellationToken cancellationToken)
    {
        var open = await database.Set<Incident>().AsNoTracking()
            .Where(i => i.Published && i.Stage != Stage.Resolved && i.Stage != Stage.Withdrawn).ToListAsync(cancellationToken);
        var components = await database.Set<Component>().AsNoTracking().Where(c => c.PublicSince != null).OrderBy(c => c.Position).ToListAsync(cancellationToken);
        var running = await database.Set<Maintenance>().AsNoTracking()
            .Where(m => m.Stage == MaintenanceStage.InProgress || m.Stage == MaintenanceStage.Verifying).Select(m => m.ComponentIds).ToListAsync(cancellationToken);
        return ComponentStates.Of(components, open, running.SelectMany(ids => ids).Select(id => new ComponentId(id)).ToHashSet());
    }
}
