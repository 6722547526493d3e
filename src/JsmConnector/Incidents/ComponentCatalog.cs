using JsmConnector.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace JsmConnector.Incidents;

/// <summary>Ties an incident to components; a name seen for the first time becomes a component of the site.</summary>
public sealed class ComponentCatalog(JsmConnectorContext database, TimeProvider clock)
{
    /// <param name="effects">States that rules give, by the key of the component's name.</param>
    public async Task LinkAsync(Incident incident, IReadOnlyList<string> names, IReadOnlyDictionary<string, ComponentStatus> effects, CancellationToken cancellationToken)
    {
        var wanted = names.ToDictionary(Component.KeyOf);
        foreach (var link in incident.Components)
        {
            link.IsAffected = wanted.Remove(Component.KeyOf(link.Name));
            link.SpokenStatus = link.IsAffected ? link.SpokenStatus : null;
        }
        var added = wanted.Count == 0 ? [] : await FindOrAddAsync(incident.InstallationId, [.. wanted.Values], cancellationToken);
        if (incident.Published)
            Show([.. added, .. await HiddenAsync(incident, cancellationToken)]);
        foreach (var component in added)
        {
            incident.Components.Add(new IncidentComponent
            {
                InstallationId = incident.InstallationId,
                IncidentId = incident.Id,
                ComponentId = component.Id,
                Name = component.Name,
                RuledStatus = effects.TryGetValue(component.NameKey, out var ruled) ? ruled : null,
            });
        }
    }

    /// <summary>From now on pages may show them. Words of a hidden ticket put no component before readers, not even a healthy one.</summary>
    public void Show(IReadOnlyList<Component> components)
    {
        foreach (var component in components)
            component.PublicSince ??= clock.GetUtcNow();
    }

    /// <summary>Components that the incident affects and that nobody outside knows: it was hidden when it named them.</summary>
    private async Task<IReadOnlyList<Component>> HiddenAsync(Incident incident, CancellationToken cancellationToken)
    {
        var affected = incident.Components.Where(link => link.IsAffected).Select(link => link.ComponentId).ToList();
        return affected.Count == 0 ? [] : await database.Set<Component>().Where(component => affected.Contains(component.Id) && component.PublicSince == null).ToListAsync(cancellationToken);
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
