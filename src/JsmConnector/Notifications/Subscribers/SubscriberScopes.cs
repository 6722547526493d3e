using JsmConnector.Incidents;
using JsmConnector.Installations.Settings;

namespace JsmConnector.Notifications.Subscribers;

/// <summary>Groups of a page by the ids that its outputs give them. A group holds what its inner groups hold. Pure.</summary>
public static class SubscriberScopes
{
    /// <summary>Whether the page names this component to its readers. Without a list of its own it names all.</summary>
    public static bool Shows(PageSettings page, string component) =>
        page.Components is not { } shown || shown.Any(name => ComponentNames.KeyOf(name) == ComponentNames.KeyOf(component));

    /// <returns>Ids of all groups that hold one of these components.</returns>
    public static IReadOnlyList<string> GroupsOf(StatusPageSettings page, string pageId, IEnumerable<string> components)
    {
        var (wanted, found) = (components.Select(ComponentNames.KeyOf).ToHashSet(StringComparer.Ordinal), new List<string>());
        foreach (var group in (page.Page ?? PageSettings.Default).Groups)
            Holds(group, "");
        return found;

        bool Holds(PageGroupSettings group, string above)
        {
            var path = above.Length == 0 ? group.Name : $"{above} - {group.Name}";
            // All inner groups are asked, not the first that holds one: each has an id of its own.
            var inside = group.Groups.Select(inner => Holds(inner, path)).ToList();
            var holds = inside.Contains(true) || group.Components.Any(name => wanted.Contains(ComponentNames.KeyOf(name)));
            if (holds)
                found.Add(PublicId.OfGroup(pageId, path));
            return holds;
        }
    }
}
