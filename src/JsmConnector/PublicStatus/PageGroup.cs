using JsmConnector.Incidents;
using JsmConnector.Installations.Settings;

namespace JsmConnector.PublicStatus;

/// <summary>A group of components on a page; it is as bad as the worst below it.</summary>
/// <param name="Path">Names from the top: `Europe - Mail`.</param>
public sealed record PageGroup(string Id, string Name, string Path, IReadOnlyList<PageComponent> Components, IReadOnlyList<PageGroup> Groups)
{
    /// <summary>Its own components, then those of the groups in it.</summary>
    public IEnumerable<PageComponent> All => Components.Concat(Groups.SelectMany(group => group.All));

    public ComponentStatus Status => All.Select(component => component.Status).Aggregate(ComponentStatus.Operational, ComponentStatuses.Worse);

    public IEnumerable<PageGroup> SelfAndBelow => Groups.SelectMany(group => group.SelfAndBelow).Prepend(this);

    /// <summary>Groups without any known component are left out: they would say nothing.</summary>
    public static IReadOnlyList<PageGroup> Of(string pageId, IReadOnlyList<PageGroupSettings> wanted, IReadOnlyList<PageComponent> components)
    {
        var byName = components.GroupBy(component => ComponentNames.KeyOf(component.Row.Name)).ToDictionary(same => same.Key, same => same.First(), StringComparer.Ordinal);
        return Build(wanted, "");

        IReadOnlyList<PageGroup> Build(IReadOnlyList<PageGroupSettings>? level, string above) =>
            [.. (level ?? []).Select(group => Make(group, above.Length == 0 ? group.Name : $"{above} - {group.Name}")).Where(group => group.All.Any())];

        // A component stands where it is named first.
        PageGroup Make(PageGroupSettings group, string path)
        {
            List<PageComponent> own = [.. (group.Components ?? []).Select(name => byName.Remove(ComponentNames.KeyOf(name), out var found) ? found : null).OfType<PageComponent>()];
            return new PageGroup(PublicId.OfGroup(pageId, path), group.Name, path, own, Build(group.Groups, path));
        }
    }
}
