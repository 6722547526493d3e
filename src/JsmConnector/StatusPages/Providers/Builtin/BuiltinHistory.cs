using System.Text.Json;
using JsmConnector.Incidents;
using JsmConnector.Platform.Database;
using JsmConnector.StatusPages.History;
using Microsoft.EntityFrameworkCore;

namespace JsmConnector.StatusPages.Providers.Builtin;

/// <summary>Writes the past of a built-in page under its lock, with the record of who did it, in one transaction.</summary>
public sealed class BuiltinHistory(JsmConnectorContext database, TimeProvider clock) : IPageHistory
{
    public async Task<(string Field, string Reason)?> CorrectAsync(InstallationId installation, string page, StateCorrection correction, string? author, CancellationToken cancellationToken)
    {
        var (now, from, until) = (clock.GetUtcNow(), correction.From.ToUniversalTime(), correction.Until.ToUniversalTime());
        if (until <= from || until > now)
            return ("until", "It is not after the beginning, or lies ahead.");
        if (string.IsNullOrWhiteSpace(correction.Reason) || correction.Reason.Length > 1_000)
            return ("reason", "It is missing or longer than 1,000 characters.");
        await using var transaction = await database.Database.BeginTransactionAsync(cancellationToken);
        await PageVersion.LockAsync(database, installation, page, now, cancellationToken);
        var components = await database.Set<PublishedComponent>().AsNoTracking().Where(c => c.PageId == page).ToListAsync(cancellationToken);
        if (components.Find(c => ComponentNames.KeyOf(c.Name) == ComponentNames.KeyOf(correction.Component)) is not { } component)
            return ("component", $"The page has no component '{correction.Component}'.");
        if (from < component.CreatedAt)
            return ("from", "The component was not on the page then.");
        var rows = await database.Set<ComponentStateChange>().Where(c => c.PageId == page && c.ComponentId == component.PublicId).OrderBy(c => c.At).ThenBy(c => c.Sequence).ToListAsync(cancellationToken);
        var written = CorrectStates.Between([.. rows.Select(row => (row.At, ComponentStatuses.Of(row.Status)))], from, until, correction.Status);
        var replaced = rows.Where(row => row.At >= from && row.At <= until).ToList();
        database.RemoveRange(replaced);
        database.AddRange(written.Select(change => new ComponentStateChange { InstallationId = installation, PageId = page, ComponentId = component.PublicId, At = change.At, Status = change.Status.Name() }));
        Record(installation, page, "correction", component.Name, new { from, until, status = correction.Status.Name() }, replaced.Select(row => new { at = row.At, status = row.Status }), correction.Reason, author, now);
        await database.SaveChangesAsync(cancellationToken);
        await PageVersion.TellAsync(database, installation, page, now, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return null;
    }

    public async Task<IReadOnlyList<string>> AddAsync(InstallationId installation, string page, IReadOnlyList<PastIncident> past, string? author, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        string Id(PastIncident incident) => PublicId.Of($"{installation}/{page}/past/{incident.Key}");
        // The last of two that say to be the same.
        List<(string Id, PastIncident Incident)> wanted = [.. past.GroupBy(Id).Select(same => (same.Key, same.Last()))];
        List<string> ids = [.. wanted.Select(pair => pair.Id)];
        if (ids.Count == 0)
            return [];
        await using var transaction = await database.Database.BeginTransactionAsync(cancellationToken);
        await PageVersion.LockAsync(database, installation, page, now, cancellationToken);
        var components = (await database.Set<PublishedComponent>().AsNoTracking().Where(c => c.PageId == page).Select(c => new { c.Name, c.PublicId }).ToListAsync(cancellationToken))
            .ToLookup(c => ComponentNames.KeyOf(c.Name), c => c.PublicId, StringComparer.Ordinal);
        var known = await database.Set<PublishedIncident>().Where(i => i.PageId == page && ids.Contains(i.PublicId)).ToDictionaryAsync(i => i.PublicId, cancellationToken);
        var said = (await database.Set<PublishedUpdate>().Where(u => u.PageId == page && ids.Contains(u.IncidentId)).Select(u => u.PublicId).ToListAsync(cancellationToken)).ToHashSet(StringComparer.Ordinal);
        foreach (var (id, incident) in wanted)
        {
            var entry = Entry(id, incident, [.. incident.Components.Select(ComponentNames.KeyOf).Distinct(StringComparer.Ordinal).SelectMany(name => components[name])]);
            var write = new WritePublished(database, installation, page, incident.StartedAt.ToUniversalTime());
            write.Set(entry, known.GetValueOrDefault(id));
            write.Append(entry, [], said);
            if (!known.ContainsKey(id))
                Record(installation, page, "incident", id, new { incident.Key, incident.Title, incident.StartedAt, incident.ResolvedAt }, null, "added to the past", author, now);
        }
        await database.SaveChangesAsync(cancellationToken);
        await PageVersion.TellAsync(database, installation, page, now, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        database.ChangeTracker.Clear();
        return [.. past.Select(Id)];
    }

    private static PublishedEntry Entry(string id, PastIncident past, IReadOnlyList<string> components) => new(
        id, past.Title, Stage.Resolved.Name(), past.Impact, true, past.StartedAt.ToUniversalTime(), null, past.ResolvedAt.ToUniversalTime(), null, components, null,
        [.. past.Updates.Select((update, index) => new PublishedWords(PublicId.Of($"{id}/{index}"), update.Stage.Name(), update.Words, update.At.ToUniversalTime(), null, false))]);

    public async Task ForgetAsync(InstallationId installation, string page, IncidentId incident, CancellationToken cancellationToken)
    {
        var (now, id) = (clock.GetUtcNow(), incident.Public());
        await using var transaction = await database.Database.BeginTransactionAsync(cancellationToken);
        await PageVersion.LockAsync(database, installation, page, now, cancellationToken);
        await database.Set<PublishedUpdate>().Where(update => update.PageId == page && update.IncidentId == id).ExecuteDeleteAsync(cancellationToken);
        if (await database.Set<PublishedIncident>().Where(row => row.PageId == page && row.PublicId == id).ExecuteDeleteAsync(cancellationToken) > 0)
            await PageVersion.TellAsync(database, installation, page, now, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    private void Record(InstallationId installation, string page, string kind, string subject, object written, object? before, string reason, string? author, DateTimeOffset now) => database.Add(new HistoryRecord
    {
        InstallationId = installation,
        Id = Guid.CreateVersion7(now),
        PageId = page,
        Kind = kind,
        Subject = subject,
        Written = JsonSerializer.Serialize(written, JsonSerializerOptions.Web),
        Before = before is null ? null : JsonSerializer.Serialize(before, JsonSerializerOptions.Web),
        Reason = reason,
        Author = author,
        At = now,
    });
}
