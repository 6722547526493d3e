using JsmConnector.Incidents;

namespace JsmConnector.StatusPages;

/// <summary>Several incidents on one component show the worst state; it recovers only when the last one lets go.</summary>
public static class ComponentStates
{
    public static IReadOnlyList<ComponentState> Of(IReadOnlyList<Component> components, IReadOnlyList<Incident> open) =>
        [.. components.Select(component => new ComponentState(component.Id, component.Name, component.Position, component.CreatedAt, Worst(component.Id, open)))];

    private static ComponentStatus Worst(ComponentId component, IReadOnlyList<Incident> open) =>
        open.Where(incident => incident.Stage.IsOpen() && incident.Components.Any(c => c.ComponentId == component && c.IsAffected))
            .Select(incident => incident.Severity.Effect)
            .Aggregate(ComponentStatus.Operational, ComponentStatuses.Worse);
}
