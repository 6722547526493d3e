using JsmConnector.Incidents;
using JsmConnector.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace JsmConnector.StatusPages;

/// <summary>The state of every component now, over all open published incidents.</summary>
public sealed class ComponentStateQuery(JsmConnectorContext database)
{
    public async Task<IReadOnlyList<ComponentState>> AllAsync(CancellationToken cancellationToken)
    {
        var open = await database.Set<Incident>().AsNoTracking()
            .Where(i => i.Published && i.Stage != Stage.Resolved && i.Stage != Stage.Withdrawn).ToListAsync(cancellationToken);
        var components = await database.Set<Component>().AsNoTracking().OrderBy(c => c.Position).ToListAsync(cancellationToken);
        return ComponentStates.Of(components, open);
    }
}
