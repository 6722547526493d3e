using JsmConnector.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace JsmConnector.Incidents;

/// <summary>Ties an incident to components; a name seen for the first time becomes a component of the site.</summary>
public sealed class ComponentCatalog(JsmConnectorContext database, TimeProvider clock)
{
    public async Task LinkAsync(Incident incident, IReadOnlyList<string> names, CancellationToken cancellationToken)
    {
        var wanted = names.ToDictionary(Component.KeyOf);
        foreach (var link in incident.Components)
            link.IsAffected = wanted.Remove(Component.KeyOf(link.Name));
        if (wanted.Count == 0)
            return;

        var keys = wanted.Keys.ToList();
        var known = await database.Set<Component>().Where(c => keys.Contains(c.NameKey)).ToDictionaryAsync(c => c.NameKey, cancellationToken);
        var position = known.Count == wanted.Count ? 0 : await database.Set<Component>().MaxAsync(c => (int?)c.Position, cancellationToken) ?? 0;
        foreach (var (key, name) in wanted)
        {
            if (!known.TryGetValue(key, out var component))
            {
                component = new Component
                {
                    InstallationId = incident.InstallationId,
                    Id = ComponentId.New(clock),
                    Name = name,
                    NameKey = key,
                    Position = ++position,
                    CreatedAt = clock.GetUtcNow(),
                };
                database.Add(component);
            }
            incident.Components.Add(new IncidentComponent
            {
                InstallationId = incident.InstallationId,
                IncidentId = incident.Id,
                ComponentId = component.Id,
                Name = component.Name,
            });
        }
    }
}
