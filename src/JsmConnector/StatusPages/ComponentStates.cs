using JsmConnector.Incidents;

namespace JsmConnector.StatusPages;

/// <summary>Several incidents on one component show the worst state; it recovers only when the last one lets go. An incident is worse than maintenance.</summary>
public static class ComponentStates
{
    public static IReadOnlyList<ComponentState> Of(IReadOnlyList<Component> components, IReadOnlyList<Incident> open, IReadOnlySet<ComponentId>? inMaintenance = null) =>
        [.. components.Select(component => new ComponentState(component.Id, component.Name, component.Position, component.PublicSince ?? component.CreatedAt,
            Worst(component.Id, open, inMaintenance?.Contains(component.Id) == true ? ComponentStatus.UnderMaintenance : ComponentStatus.Operational)))];

    private static ComponentStatus Worst(ComponentId component, IReadOnlyList<Incident> open, ComponentStatus atLeast) =>
        open.Where(incident => incident.Stage.IsOpen())
            .SelectMany(incident => incident.Components.Where(c => c.ComponentId == component && c.IsAffected).Select(c => c.StatusUnder(incident.Severity)))
            .Aggregate(atLeast, ComponentStatuses.Worse);
}
