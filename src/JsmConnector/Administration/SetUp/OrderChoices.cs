using JsmConnector.Incidents;
using JsmConnector.Installations.Settings;

namespace JsmConnector.Administration.SetUp;

/// <param name="Group">Empty: in none.</param>
public sealed record PlacedComponent(string Name, string Group);

/// <summary>Groups and order of a page's components as one list. A group within a group says more than that: then the list is not offered. Pure.</summary>
public static class OrderChoices
{
    public static bool CanShow(PageSettings page) => page.Groups.All(group => group.Groups.Count == 0);

    /// <param name="known">Names of the components there are, in their own order.</param>
    public static IReadOnlyList<PlacedComponent> Of(PageSettings page, IEnumerable<string> known)
    {
        List<PlacedComponent> placed = [.. page.Groups.SelectMany(group => group.Components.Select(name => new PlacedComponent(name, group.Name)))];
        var keys = placed.Select(each => Component.KeyOf(each.Name)).ToHashSet(StringComparer.Ordinal);
        return [.. placed, .. known.Where(name => !keys.Contains(Component.KeyOf(name))).Select(name => new PlacedComponent(name, ""))];
    }

    /// <param name="placed">What was on the screen; a component that was not there keeps its group, after these.</param>
    public static PageSettings With(PageSettings page, IReadOnlyList<PlacedComponent> placed) => page with
    {
        Groups = [.. placed.DistinctBy(Key).Concat(Of(page, []).ExceptBy(placed.Select(Key), Key)).Where(each => each.Group.Length > 0).GroupBy(each => each.Group, StringComparer.OrdinalIgnoreCase)
            .Select(group => new PageGroupSettings { Name = group.Key, Components = [.. group.Select(each => each.Name)] })],
    };

    /// <summary>With one more on the screen: in its group, when it has one already.</summary>
    public static IReadOnlyList<PlacedComponent> Added(PageSettings page, IReadOnlyList<PlacedComponent> placed, string name) =>
        placed.Any(each => Key(each) == Component.KeyOf(name)) ? placed
            : [.. placed, Of(page, []).FirstOrDefault(each => Key(each) == Component.KeyOf(name)) ?? new PlacedComponent(name, "")];

    private static string Key(PlacedComponent placed) => Component.KeyOf(placed.Name);

    public static IReadOnlyList<PlacedComponent> Moved(IReadOnlyList<PlacedComponent> placed, int index, int by)
    {
        if (index < 0 || index >= placed.Count || index + by < 0 || index + by >= placed.Count)
            return placed;
        List<PlacedComponent> after = [.. placed];
        (after[index], after[index + by]) = (after[index + by], after[index]);
        return after;
    }
}
