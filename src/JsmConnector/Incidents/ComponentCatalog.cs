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
        {
            link.IsAffected = wanted.Remove(Component.KeyOf(link.Name));
            link.SpokenStatus = link.IsAffected ? link.SpokenStatus : null;
        }
        if (wanted.Count == 0)
            return;

        foreach (var component in await FindOrAddAsync(incident.InstallationId, [.. wanted.Values], cancellationToken))
        {
            incident.Components.Add(new IncidentComponent
            {
                InstallationId = incident.InstallationId,
                IncidentId = incident.Id,
                ComponentId = component.Id,
                Name = component.Name,
            });
        }
    }

    /// <summary>The components of these names, each once; new ones are added to the caller's transaction.</summary>
    public async Task<IReadOnlyList<Component>> FindOrAddAsync(InstallationId installation, IReadOnlyList<string> names, CancellationToken cancellationToken)
    {
        var keys = names.Select(Component.KeyOf).Distinct().ToList();
        var known = await database.Set<Component>().Where(c => keys.Contains(c.NameKey)).ToDictionaryAsync(c => c.NameKey, cancellationToken);
        var position = known.Count == keys.Count ? 0 : await database.Set<Component>().MaxAsync(c => (int?)c.Position, cancellationToken) ?? 0;
        foreach (var name in names.Where(name => !known.ContainsKey(Component.KeyOf(name))))
        {
            var component = new Component
            {
                InstallationId = installation,
                Id = ComponentId.New(clock),
                Name = name.Trim(),
                NameKey = Component.KeyOf(name),
                Position = ++position,
                CreatedAt = clock.GetUtcNow(),
            };
            database.Add(component);
            known[component.NameKey] = component;
        }
        return [.. keys.Select(key => known[key])];
    }
}
