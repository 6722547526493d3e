using JsmConnector.Incidents;
using JsmConnector.Installations.Settings;
using JsmConnector.Platform.Database;
using JsmConnector.StatusPages.Upkeep;
using Microsoft.EntityFrameworkCore;

namespace JsmConnector.StatusPages.Providers.Statuspage;

/// <summary>What people do in Statuspage's own screens, seen from here: found, respected, and brought back when an administrator wants it.</summary>
public sealed class StatuspageUpkeep(JsmConnectorContext database, StatuspageClient client, FindRemoteComponents components, PlaceInGroup groups, StandingMirrors standing, TimeProvider clock) : IPageUpkeep
{
    private const string OfComponent = "component:", OfGroup = "group:", OfIncident = "incident:";

    public string Provider => "statuspage";

    public async Task<Comparison> CompareAsync(InstallationId installation, StatusPageSettings page, IReadOnlyList<ComponentState> states, CancellationToken cancellationToken)
    {
        var (access, problem) = StatuspageAccess.Of(page);
        if (access is null)
            return new Comparison([], problem);
        var (there, failure) = await components.ListAllAsync(access, cancellationToken);
        if (failure is not null)
            return new Comparison([], Said(failure, access));
        var mapped = await components.MappedAsync(page, access, states, cancellationToken);
        var wanted = RemoteComponents.States(mapped, states);
        var written = await WrittenAsync(page.Id, access.PageId).ToDictionaryAsync(row => row.RemoteId, row => row.Status, cancellationToken);
        var differences = there.Where(row => wanted.TryGetValue(row.Id, out var ours) && ours.Name() != row.Status)
            .Select(row => new Difference($"{OfComponent}{row.Id}", "status", row.Name, wanted[row.Id].Name(), row.Status, written.TryGetValue(row.Id, out var last) && last != row.Status)).ToList();
        var (misplaced, trouble) = await groups.CompareAsync(page, access, there, NamesOf(mapped, states), cancellationToken);
        if (trouble is not null)
            return new Comparison([], Said(trouble, access));
        differences.AddRange(misplaced.Select(part => new Difference($"{OfGroup}{part.Component.Id}", "group", part.Component.Name, part.Ours, part.Theirs ?? "in no group", part.Theirs is not null)));
        foreach (var mirror in await standing.OnAsync(page.Id, access.PageId, cancellationToken))
        {
            var answer = await client.ReadAsync(access, mirror.RemoteId, cancellationToken);
            if (answer is StatuspageAnswer.Refused { Status: 404 })
                differences.Add(new Difference($"{OfIncident}{mirror.RemoteId}", "deleted", mirror.Title, mirror.Status, "deleted", true));
            else if (answer is not StatuspageAnswer.Ok ok)
                return new Comparison([], Said(answer, access));
            else if (RemoteIncident.StatusOf(ok.Body) is { } theirs && theirs != mirror.Status && theirs != "postmortem")
                differences.Add(new Difference($"{OfIncident}{mirror.RemoteId}", "stage", mirror.Title, mirror.Status, theirs, true));
        }
        return new Comparison(differences, null);
    }

    public async Task<string?> RepairAsync(InstallationId installation, StatusPageSettings page, string subject, IReadOnlyList<ComponentState> states, CancellationToken cancellationToken)
    {
        var (access, problem) = StatuspageAccess.Of(page);
        if (access is null)
            return problem;
        StatuspageAnswer answer;
        if (subject.StartsWith(OfComponent, StringComparison.Ordinal))
        {
            var remote = subject[OfComponent.Length..];
            var wanted = RemoteComponents.States(await components.MappedAsync(page, access, states, cancellationToken), states);
            if (!wanted.TryGetValue(remote, out var ours))
                return "No component here is mapped to it any more.";
            answer = await client.SetComponentAsync(access, remote, ours.Name(), cancellationToken);
            if (answer is StatuspageAnswer.Ok)
                await NoteWrittenAsync(database, installation, page.Id, access.PageId, [new(remote, ours.Name())], clock.GetUtcNow(), cancellationToken);
        }
        else if (subject.StartsWith(OfGroup, StringComparison.Ordinal))
        {
            var remote = subject[OfGroup.Length..];
            if (!NamesOf(await components.MappedAsync(page, access, states, cancellationToken), states).TryGetValue(remote, out var name))
                return "No component here is mapped to it any more.";
            // As if it stood nowhere: the administrator wants it where the settings say.
            return await groups.PlaceAsync(page, access, name, new RemoteComponent(remote, name, "", false), cancellationToken) is { } failed ? Said(failed, access) : null;
        }
        else
        {
            if ((await standing.OnAsync(page.Id, access.PageId, cancellationToken)).FirstOrDefault(mirror => $"{OfIncident}{mirror.RemoteId}" == subject) is not { } mirror)
                return "The incident is over, or is not mirrored there any more.";
            answer = await client.SetStatusAsync(access, mirror, cancellationToken);
        }
        return answer is StatuspageAnswer.Ok ? null : Said(answer, access);
    }

    public async Task<(IReadOnlyList<ForeignIncident> Incidents, string? Failure)> ListForeignAsync(StatusPageSettings page, CancellationToken cancellationToken)
    {
        var (access, problem) = StatuspageAccess.Of(page);
        if (access is null)
            return ([], problem);
        if (await client.ListUnresolvedAsync(access, 1, cancellationToken) is var answer && answer is not StatuspageAnswer.Ok ok)
            return ([], Said(answer, access));
        var (destination, remotePage) = (page.Id, access.PageId);
        var ours = await database.Set<StatuspageMirror>().Where(m => m.DestinationId == destination && m.PageId == remotePage && m.RemoteIncidentId != null).Select(m => m.RemoteIncidentId!).ToListAsync(cancellationToken);
        return ([.. RemoteIncident.ReadForeign(ok.Body).Where(incident => !ours.Contains(incident.Id))], null);
    }

    public async Task<string?> AdoptAsync(InstallationId installation, StatusPageSettings page, string remoteId, IncidentId incident, CancellationToken cancellationToken)
    {
        var (access, problem) = StatuspageAccess.Of(page);
        if (access is null)
            return problem;
        if (!StatuspageAccess.IsRemoteId(remoteId) || await client.ReadAsync(access, remoteId, cancellationToken) is var answer && answer is not StatuspageAnswer.Ok)
            return $"There is no incident {remoteId} on the page.";
        var (destination, remotePage) = (page.Id, access.PageId);
        if (await database.Set<StatuspageMirror>().AnyAsync(m => m.DestinationId == destination && m.PageId == remotePage && m.RemoteIncidentId == remoteId && m.IncidentId != incident, cancellationToken))
            return "It mirrors another incident already.";
        var mirror = await database.Set<StatuspageMirror>().FirstOrDefaultAsync(m => m.IncidentId == incident && m.DestinationId == destination && m.PageId == remotePage, cancellationToken);
        if (mirror?.RemoteIncidentId is { } other && other != remoteId)
            return $"This incident is mirrored by {other} already.";
        mirror ??= database.Add(new StatuspageMirror { InstallationId = installation, DestinationId = destination, PageId = remotePage, IncidentId = incident }).Entity;
        mirror.RemoteIncidentId = remoteId;
        await database.SaveChangesAsync(cancellationToken);
        return null;
    }

    /// <summary>After a write that moved components.</summary>
    public static async Task NoteWrittenAsync(
        JsmConnectorContext database, InstallationId installation, string destination, string page, IReadOnlyList<KeyValuePair<string, string>> states, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var ids = states.Select(state => state.Key).ToList();
        var held = await database.Set<WrittenState>().Where(row => row.DestinationId == destination && row.PageId == page && ids.Contains(row.RemoteId)).ToDictionaryAsync(row => row.RemoteId, cancellationToken);
        foreach (var (remote, status) in states)
        {
            if (!held.TryGetValue(remote, out var row))
                database.Add(new WrittenState { InstallationId = installation, DestinationId = destination, PageId = page, RemoteId = remote, Status = status, WrittenAt = now });
            else
                (row.Status, row.WrittenAt) = (status, now);
        }
        await database.SaveChangesAsync(cancellationToken);
    }

    private IQueryable<WrittenState> WrittenAsync(string destination, string page) => database.Set<WrittenState>().AsNoTracking().Where(row => row.DestinationId == destination && row.PageId == page);

    /// <summary>What we call each component there; of several that stand behind one, the first.</summary>
    private static Dictionary<string, string> NamesOf(IReadOnlyDictionary<ComponentId, string> mapped, IReadOnlyList<ComponentState> states) =>
        states.Where(state => mapped.ContainsKey(state.Id)).GroupBy(state => mapped[state.Id]).ToDictionary(same => same.Key, same => same.First().Name, StringComparer.Ordinal);

    private string Said(StatuspageAnswer answer, StatuspageAccess access) => JudgeStatuspageAnswer.Failure(answer, access, null, clock.GetUtcNow()) switch
    {
        JsmConnector.Deliveries.DeliveryOutcome.Later(var why, _) => why,
        JsmConnector.Deliveries.DeliveryOutcome.Never(var why) => why,
        var other => other.ToString(),
    };
}
