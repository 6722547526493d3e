using System.Text.Json;
using JsmConnector.Incidents;
using JsmConnector.Installations.Settings;

namespace JsmConnector.StatusPages.Providers.Statuspage;

/// <summary>
/// Puts a component there into the group that the settings name for it, once, when it is found or made. A group that is missing is made with it. Where a person
/// has put a component stays its place.
/// </summary>
public sealed class PlaceInGroup(StatuspageClient client)
{
    private const int MostPages = 5;

    /// <returns>Null when it is where it should be; else the failure. Safe to repeat: what the first call did is looked at first.</returns>
    public async Task<StatuspageAnswer?> PlaceAsync(StatusPageSettings page, StatuspageAccess access, string name, RemoteComponent remote, CancellationToken cancellationToken)
    {
        if (remote.GroupId is not null || GroupOf(page.Page?.Groups ?? [], Component.KeyOf(name), "") is not { } group)
            return null;
        var (found, failure) = await FindAsync(access, group, cancellationToken);
        if (failure is not null)
            return failure;
        var answer = found is null ? await client.MakeGroupAsync(access, group, remote.Id, cancellationToken) : await client.JoinGroupAsync(access, remote.Id, found, cancellationToken);
        return answer is StatuspageAnswer.Ok ? null : answer;
    }

    /// <summary>Which components stand in another group than the one that the settings name, or in none; asked only where groups are kept in step.</summary>
    /// <param name="names">What we call each component there.</param>
    public async Task<(IReadOnlyList<(RemoteComponent Component, string Ours, string? Theirs)> Misplaced, StatuspageAnswer? Failure)> CompareAsync(
        StatusPageSettings page, StatuspageAccess access, IReadOnlyList<RemoteComponent> there, IReadOnlyDictionary<string, string> names, CancellationToken cancellationToken)
    {
        var groups = page.Page?.Groups ?? [];
        if (page.ComponentsByName != StatusPageSettings.Make || groups.Count == 0)
            return ([], null);
        var (held, failure) = await ListAsync(access, cancellationToken);
        var theirs = held.ToDictionary(group => group.Id, group => group.Name, StringComparer.Ordinal);
        return failure is not null ? ([], failure) :
        ([
            .. from component in there
               where names.ContainsKey(component.Id)
               let ours = GroupOf(groups, Component.KeyOf(names[component.Id]), "")
               let now = component.GroupId is { } id ? theirs.GetValueOrDefault(id, id) : null
               where ours is not null && (now is null || Component.KeyOf(FitText.To(StatuspageIncident.LongestName, ours)) != Component.KeyOf(now))
               select (component, ours, now),
        ], null);
    }

    /// <summary>Statuspage knows one level of groups: a group inside another goes by its whole path, as in the JSON of the built-in page.</summary>
    private static string? GroupOf(IReadOnlyList<PageGroupSettings> groups, string component, string above)
    {
        foreach (var group in groups)
        {
            if (group.Components.Any(name => Component.KeyOf(name) == component))
                return above + group.Name;
            if (GroupOf(group.Groups, component, $"{above}{group.Name} - ") is { } below)
                return below;
        }
        return null;
    }

    private async Task<(string? Id, StatuspageAnswer? Failure)> FindAsync(StatuspageAccess access, string name, CancellationToken cancellationToken)
    {
        var (groups, failure) = await ListAsync(access, cancellationToken);
        return (groups.FirstOrDefault(group => Component.KeyOf(group.Name) == Component.KeyOf(name))?.Id, failure);
    }

    private async Task<(IReadOnlyList<RemoteComponent> Groups, StatuspageAnswer? Failure)> ListAsync(StatuspageAccess access, CancellationToken cancellationToken)
    {
        var groups = new List<RemoteComponent>();
        for (var page = 1; page <= MostPages; page++)
        {
            if (await client.ListGroupsAsync(access, page, cancellationToken) is var answer && answer is not StatuspageAnswer.Ok ok)
                return (groups, answer);
            groups.AddRange(RemoteComponent.ReadList(ok.Body));
            if (ok.Body.ValueKind != JsonValueKind.Array || ok.Body.GetArrayLength() < StatuspageClient.PageSize)
                break;
        }
        return (groups, null);
    }
}
