using JsmConnector.Incidents;
using JsmConnector.Installations;
using JsmConnector.Platform.Database;
using JsmConnector.Postmortems.Rendering;
using Microsoft.EntityFrameworkCore;

namespace JsmConnector.Postmortems.Actions;

/// <param name="IncidentKey">Of the ticket that it was decided after.</param>
/// <param name="Url">Of the issue; null until there is one.</param>
/// <param name="IsOverdue">Not done, and its goal has passed.</param>
public sealed record ActionView(PostmortemAction Action, string IncidentKey, string? Url, bool IsOverdue)
{
    public string StateText => Action switch
    {
        { IsGone: true } => "Deleted in Jira, or hidden from the app",
        { IssueKey: null, Problem: { } problem } => problem,
        { IssueKey: null } => "The issue is being made",
        { Status: { } status } => status,
        _ => "Made a moment ago",
    };
}

/// <summary>Actions with what Jira says of them now. The caller has checked that the reader may see them.</summary>
public sealed class ReadActions(JsmConnectorContext database, TenantScope tenant, RefreshActions refresh, TimeProvider clock)
{
    /// <summary>Of one postmortem, in the order in which they were decided.</summary>
    public async Task<IReadOnlyList<ActionView>> OfIncidentAsync(Incident incident, bool asksJira, CancellationToken cancellationToken)
    {
        var actions = await database.Set<PostmortemAction>().AsNoTracking().Where(a => a.IncidentId == incident.Id).OrderBy(a => a.CreatedAt).ThenBy(a => a.Id).ToListAsync(cancellationToken);
        if (asksJira)
            await refresh.RefreshAsync(actions, cancellationToken);
        return await ViewsAsync(actions, new() { [incident.Id] = incident.IssueKey }, cancellationToken);
    }

    /// <summary>Open ones of the whole site, most urgent first.</summary>
    public async Task<IReadOnlyList<ActionView>> OpenAsync(bool overdueOnly, int most, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var actions = await database.Set<PostmortemAction>().AsNoTracking().Where(a => !a.IsDone && !a.IsGone && (!overdueOnly || a.GoalAt <= now)).OrderBy(a => a.GoalAt).Take(most).ToListAsync(cancellationToken);
        await refresh.RefreshAsync(actions, cancellationToken);
        var open = actions.Where(action => action is { IsDone: false, IsGone: false }).ToList();
        var ids = open.Select(action => action.IncidentId).Distinct().ToList();
        var keys = await database.Set<Incident>().Where(i => ids.Contains(i.Id)).ToDictionaryAsync(i => i.Id, i => i.IssueKey, cancellationToken);
        return await ViewsAsync(open, keys, cancellationToken);
    }

    /// <summary>As the document for the team lists them.</summary>
    public async Task<IReadOnlyList<ActionLine>> LinesAsync(Incident incident, CancellationToken cancellationToken) =>
        [.. (await OfIncidentAsync(incident, false, cancellationToken)).Select(view => new ActionLine(
            view.Action.Title, view.Action.Kind.ToString().ToLowerInvariant(), view.Action.OwnerName, view.Action.IssueKey, view.Url, view.Action.DueOn ?? DateOnly.FromDateTime(view.Action.GoalAt.UtcDateTime.Date), view.Action.Status))];

    private async Task<IReadOnlyList<ActionView>> ViewsAsync(IReadOnlyList<PostmortemAction> actions, Dictionary<IncidentId, string> keys, CancellationToken cancellationToken)
    {
        if (actions.Count == 0)
            return [];
        var (now, installation) = (clock.GetUtcNow(), tenant.Current);
        var site = await database.Set<Installation>().AsNoTracking().SingleAsync(i => i.Id == installation, cancellationToken);
        var browse = $"{(site.DisplayUrl ?? site.BaseUrl).TrimEnd('/')}/browse/";
        return [.. actions.Select(action => new ActionView(
            action, keys.GetValueOrDefault(action.IncidentId, ""), action.IssueKey is { } key ? browse + Uri.EscapeDataString(key) : null,
            action is { IsDone: false, IsGone: false } && action.GoalAt <= now))];
    }
}
