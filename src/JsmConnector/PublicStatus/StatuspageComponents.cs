using System.Globalization;
using System.Text.Json;
using JsmConnector.Incidents;
using JsmConnector.StatusPages.Providers.Builtin;

namespace JsmConnector.PublicStatus;

/// <summary>
/// Components of a page as the Statuspage v2 format lists them: groups and their children in one flat list, positions beginning anew in each group.
/// The format knows two levels; a group inside a group stands beside it under its whole path.
/// </summary>
internal sealed class StatuspageComponents(PublicPage page)
{
    private readonly Dictionary<string, (PageComponent Component, PageGroup? Group, int Position)> _byId = Index(page);

    public static IReadOnlyList<object> All(PublicPage page)
    {
        var (rows, position) = (new List<object>(), 0);
        foreach (var group in Flat(page))
        {
            rows.Add(Group(page, group, ++position));
            rows.AddRange(group.Components.Select((component, index) => Row(page, component, group, index + 1)));
        }
        rows.AddRange(page.Loose.Select(component => Row(page, component, null, ++position)));
        return rows;
    }

    /// <summary>The components that an incident touches, as they stand now.</summary>
    public IEnumerable<object> Touched(PublishedIncident incident) =>
        [.. incident.ComponentIds.Where(_byId.ContainsKey).Select(id => _byId[id]).OrderBy(found => found.Group?.Path, StringComparer.Ordinal).ThenBy(found => found.Position)
            .Select(found => Row(page, found.Component, found.Group, found.Position))];

    /// <summary>Components that the page does not show are not named either.</summary>
    public IEnumerable<object>? Affected(PublishedUpdate update)
    {
        if (update.Affected is null)
            return null;
        List<object> shown =
        [
            .. (JsonSerializer.Deserialize<List<AffectedComponent>>(update.Affected) ?? []).Where(moved => _byId.ContainsKey(moved.Code))
                .Select(moved => new { code = moved.Code, name = Name(moved), old_status = moved.OldStatus, new_status = moved.NewStatus }),
        ];
        return shown.Count == 0 ? null : shown;
    }

    private string Name(AffectedComponent moved) => _byId[moved.Code].Group is { } group ? $"{group.Path} - {moved.Name}" : moved.Name;

    private static IEnumerable<PageGroup> Flat(PublicPage page) => page.Groups.SelectMany(group => group.SelfAndBelow).Where(group => group.Components.Count > 0);

    private static Dictionary<string, (PageComponent Component, PageGroup? Group, int Position)> Index(PublicPage page)
    {
        var grouped = Flat(page).ToList();
        return grouped.SelectMany(group => group.Components.Select((component, index) => (component, (PageGroup?)group, index + 1)))
            .Concat(page.Loose.Select((component, index) => (component, (PageGroup?)null, grouped.Count + index + 1)))
            .ToDictionary(found => found.component.Row.PublicId, StringComparer.Ordinal);
    }

    private static object Row(PublicPage page, PageComponent component, PageGroup? group, int position) => new
    {
        id = component.Row.PublicId,
        name = component.Row.Name,
        status = component.Row.Status,
        created_at = StatuspageJson.Time(component.Row.CreatedAt),
        updated_at = StatuspageJson.Time(component.Row.UpdatedAt),
        position,
        description = component.Description,
        showcase = true,
        start_date = component.Row.CreatedAt.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        group_id = group?.Id,
        page_id = page.Id,
        group = false,
        only_show_if_degraded = false,
    };

    private static object Group(PublicPage page, PageGroup group, int position) => new
    {
        id = group.Id,
        name = group.Path,
        status = group.Components.Select(component => component.Status).Aggregate(ComponentStatus.Operational, ComponentStatuses.Worse).Name(),
        created_at = StatuspageJson.Time(group.Components.Min(component => component.Row.CreatedAt)),
        updated_at = StatuspageJson.Time(group.Components.Max(component => component.Row.UpdatedAt)),
        position,
        description = (string?)null,
        showcase = false,
        start_date = (string?)null,
        group_id = (string?)null,
        page_id = page.Id,
        group = true,
        only_show_if_degraded = false,
        components = group.Components.Select(component => component.Row.PublicId),
    };
}
