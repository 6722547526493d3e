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
        for (var page = 1; page <= MostPages; page++)
        {
            if (await client.ListGroupsAsync(access, page, cancellationToken) is var answer && answer is not StatuspageAnswer.Ok ok)
                return (null, answer);
            if (RemoteComponent.ReadList(ok.Body).FirstOrDefault(group => Component.KeyOf(group.Name) == Component.KeyOf(name)) is { } found)
                return (found.Id, null);
            if (ok.Body.ValueKind != JsonValueKind.Array || ok.Body.GetArrayLength() < StatuspageClient.PageSize)
                break;
        }
        return (null, null);
    }
}
