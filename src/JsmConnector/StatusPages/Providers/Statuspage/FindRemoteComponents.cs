using System.Text.Json;
using JsmConnector.Incidents;
using JsmConnector.Installations.Settings;
using JsmConnector.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace JsmConnector.StatusPages.Providers.Statuspage;

/// <summary>
/// Completes the mapping of a page on request: a component without an entry is looked for there by its name, and made when the settings say so. Looking comes
/// before making at every attempt, so that a component whose answer was lost is found and not made twice.
/// </summary>
public sealed class FindRemoteComponents(JsmConnectorContext database, StatuspageClient client, PlaceInGroup groups, TimeProvider clock)
{
    private const int MostPages = 20;

    /// <returns>The task with all that is known, or the failure.</returns>
    public async Task<(MirrorTask Task, StatuspageAnswer? Failure)> CompleteAsync(MirrorTask task, StatuspageAccess access, CancellationToken cancellationToken)
    {
        if (task.Page.ComponentsByName is not (StatusPageSettings.Find or StatusPageSettings.Make))
            return (task, null);
        var mapped = (task.Page.Components ?? new Dictionary<string, string>()).Keys.Select(Component.KeyOf).ToHashSet(StringComparer.Ordinal);
        var (destination, page) = (task.Page.Id, access.PageId);
        var known = await database.Set<RemoteComponentRow>().AsNoTracking().Where(row => row.DestinationId == destination && row.PageId == page).ToDictionaryAsync(row => row.ComponentId, row => row.RemoteId, cancellationToken);
        var missing = task.Incident.Components.Where(component => !mapped.Contains(Component.KeyOf(component.Name)) && !known.ContainsKey(component.Id)).ToList();
        if (missing.Count > 0)
        {
            var (found, failure) = await FindAsync(task, access, missing, cancellationToken);
            if (failure is not null)
                return (task, failure);
            foreach (var (id, remote) in found)
                known[id] = remote;
        }
        var names = task.Components.Select(state => (state.Id, state.Name)).Concat(task.Incident.Components.Select(component => (component.Id, component.Name)));
        var all = new Dictionary<string, string>(task.Page.Components ?? new Dictionary<string, string>(), StringComparer.Ordinal);
        foreach (var (id, name) in names.Where(pair => known.ContainsKey(pair.Id) && !mapped.Contains(Component.KeyOf(pair.Name))))
            all.TryAdd(name, known[id]);
        return (task with { Page = task.Page with { Components = all } }, null);
    }

    private async Task<(Dictionary<ComponentId, string> Found, StatuspageAnswer? Failure)> FindAsync(
        MirrorTask task, StatuspageAccess access, IReadOnlyList<PublicComponent> missing, CancellationToken cancellationToken)
    {
        var found = new Dictionary<ComponentId, string>();
        var (there, failure) = await ListAsync(access, cancellationToken);
        foreach (var component in failure is null ? missing : [])
        {
            if (!there.TryGetValue(Component.KeyOf(component.Name), out var remote))
            {
                if (task.Page.ComponentsByName != StatusPageSettings.Make)
                    continue;
                var answer = await client.MakeComponentAsync(access, component.Name, cancellationToken);
                if (answer is not StatuspageAnswer.Ok ok)
                    return (found, answer);
                if (RemoteIncident.Read(ok.Body)?.Id is not { } made)
                    return (found, new StatuspageAnswer.Lost("Statuspage answered without the id of the component."));
                remote = new RemoteComponent(made, component.Name, "operational", false);
            }
            if (task.Page.ComponentsByName == StatusPageSettings.Make && await groups.PlaceAsync(task.Page, access, component.Name, remote, cancellationToken) is { } trouble)
                return (found, trouble);
            found[component.Id] = remote.Id;
            database.Add(new RemoteComponentRow { InstallationId = task.Attempt.InstallationId, DestinationId = task.Page.Id, PageId = access.PageId, ComponentId = component.Id, RemoteId = remote.Id, FoundAt = clock.GetUtcNow() });
            await database.SaveChangesAsync(CancellationToken.None);
        }
        return (found, failure);
    }

    /// <summary>By name, groups left out. Of two with one name the first counts: which one a person meant cannot be known.</summary>
    private async Task<(Dictionary<string, RemoteComponent> There, StatuspageAnswer? Failure)> ListAsync(StatuspageAccess access, CancellationToken cancellationToken)
    {
        var (all, failure) = await ListAllAsync(access, cancellationToken);
        var there = new Dictionary<string, RemoteComponent>(StringComparer.Ordinal);
        foreach (var row in all)
            there.TryAdd(Component.KeyOf(row.Name), row);
        return (there, failure);
    }

    /// <summary>Every component of the page, groups left out.</summary>
    public async Task<(IReadOnlyList<RemoteComponent> There, StatuspageAnswer? Failure)> ListAllAsync(StatuspageAccess access, CancellationToken cancellationToken)
    {
        var there = new List<RemoteComponent>();
        for (var page = 1; page <= MostPages; page++)
        {
            if (await client.ListComponentsAsync(access, page, cancellationToken) is var answer && answer is not StatuspageAnswer.Ok ok)
                return (there, answer);
            there.AddRange(RemoteComponent.ReadList(ok.Body).Where(row => !row.IsGroup));
            if (ok.Body.ValueKind != JsonValueKind.Array || ok.Body.GetArrayLength() < StatuspageClient.PageSize)
                break;
        }
        return (there, null);
    }

    /// <summary>Which of our components is which there: by the settings, and by what was found.</summary>
    public async Task<IReadOnlyDictionary<ComponentId, string>> MappedAsync(StatusPageSettings page, StatuspageAccess access, IReadOnlyList<ComponentState> states, CancellationToken cancellationToken)
    {
        var (destination, remotePage) = (page.Id, access.PageId);
        var found = page.ComponentsByName is null ? [] : await database.Set<RemoteComponentRow>().AsNoTracking().Where(row => row.DestinationId == destination && row.PageId == remotePage)
            .ToDictionaryAsync(row => row.ComponentId, row => row.RemoteId, cancellationToken);
        var named = (page.Components ?? new Dictionary<string, string>()).DistinctBy(pair => Component.KeyOf(pair.Key)).ToDictionary(pair => Component.KeyOf(pair.Key), pair => pair.Value, StringComparer.Ordinal);
        foreach (var state in states)
        {
            if (named.TryGetValue(Component.KeyOf(state.Name), out var remote))
                found[state.Id] = remote;
        }
        return found;
    }
}
