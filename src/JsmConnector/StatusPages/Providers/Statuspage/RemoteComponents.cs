using System.Collections.ObjectModel;
using JsmConnector.Incidents;

namespace JsmConnector.StatusPages.Providers.Statuspage;

/// <summary>Remote components that an incident moves, with the state each one must show.</summary>
public static class RemoteComponents
{
    /// <returns>Remote id to state, for mapped components that the incident touches or touched. All others are left alone.</returns>
    public static SortedDictionary<string, string> Of(MirrorTask task)
    {
        var remoteIds = ByComponent(task);
        var moved = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var component in task.Incident.Components)
        {
            if (remoteIds.TryGetValue(component.Id, out var remoteId))
                moved[remoteId] = StateOf(remoteId, remoteIds, task.Components).Name();
        }

        return moved;
    }

    /// <summary>The state that each mapped component there must show.</summary>
    public static IReadOnlyDictionary<string, ComponentStatus> States(IReadOnlyDictionary<ComponentId, string> remoteIds, IReadOnlyList<ComponentState> states) =>
        states.Where(state => remoteIds.ContainsKey(state.Id)).GroupBy(state => remoteIds[state.Id], state => state.Status, StringComparer.Ordinal)
            .ToDictionary(same => same.Key, same => same.Aggregate(ComponentStatus.Operational, ComponentStatuses.Worse), StringComparer.Ordinal);

    /// <summary>Several of our components may stand behind one of theirs: it is as bad as the worst of them, touched by this incident or not.</summary>
    private static ComponentStatus StateOf(string remoteId, Dictionary<ComponentId, string> remoteIds, IReadOnlyList<ComponentState> states) =>
        states.Where(state => remoteIds.GetValueOrDefault(state.Id) == remoteId)
            .Select(state => state.Status)
            .Aggregate(ComponentStatus.Operational, ComponentStatuses.Worse);

    private static Dictionary<ComponentId, string> ByComponent(MirrorTask task)
    {
        var byName = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, remoteId) in task.Page.Components ?? ReadOnlyDictionary<string, string>.Empty)
        {
            if (!string.IsNullOrWhiteSpace(remoteId))
                byName.TryAdd(Component.KeyOf(name), remoteId.Trim());
        }

        // The name of today first; an incident keeps the name that its ticket used.
        var named = task.Components.Select(state => (state.Id, state.Name))
            .Concat(task.Incident.Components.Select(component => (component.Id, component.Name)));
        var byComponent = new Dictionary<ComponentId, string>();
        foreach (var (id, name) in named)
        {
            if (byName.TryGetValue(Component.KeyOf(name), out var remoteId))
                byComponent.TryAdd(id, remoteId);
        }

        return byComponent;
    }
}
