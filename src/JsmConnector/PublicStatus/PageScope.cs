namespace JsmConnector.PublicStatus;

/// <summary>A part of a page that can be followed by itself: all of it, a group, or one component.</summary>
/// <param name="Document">Path of its own page below the page: empty, or `/components/{id}`.</param>
/// <param name="Name">Null for the whole page.</param>
public sealed record PageScope(string Document, string? Name, IReadOnlyList<PageComponent> Components, PageGroup? Group)
{
    public static PageScope Whole(PublicPage page) => new("", null, page.Components, null);

    /// <summary>Null when no group and no component of the page has this id.</summary>
    public static PageScope? Find(PublicPage page, string id)
    {
        if (page.Components.FirstOrDefault(component => component.Row.PublicId == id) is { } component)
            return new PageScope($"/components/{id}", component.Row.Name, [component], null);
        return page.Groups.SelectMany(group => group.SelfAndBelow).FirstOrDefault(group => group.Id == id) is { } found
            ? new PageScope($"/components/{id}", found.Name, [.. found.All], found)
            : null;
    }

    public IEnumerable<PageIncident> Of(IEnumerable<PageIncident> entries)
    {
        if (Name is null)
            return entries;
        var own = Components.Select(component => component.Row.PublicId).ToHashSet(StringComparer.Ordinal);
        return entries.Where(entry => entry.Row.ComponentIds.Any(own.Contains));
    }
}
