using JsmConnector.Incidents;
using JsmConnector.Incidents.Publications;
using JsmConnector.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace JsmConnector.StatusPages.Providers.Builtin;

/// <summary>
/// The account for customers on the incident's page. How a repeat does no harm: the text is set on the incident's row, in one transaction with the
/// news of it. Nobody else can write there, so there are no edits of others to spare.
/// </summary>
public sealed class BuiltinAccount(JsmConnectorContext database, PublicAddresses addresses, TimeProvider clock) : IPublicationTarget
{
    /// <summary>Pages are prepared in memory; longer accounts belong elsewhere.</summary>
    public const int Longest = 100_000;

    public string Kind => "builtin";

    public async Task<PublicationResult> BringToAsync(PublicationTask task, CancellationToken cancellationToken)
    {
        if (task.Wish == PublicationWish.Draft)
            return new PublicationResult.NotWanted("The status page knows no drafts.");
        if (task.Document.Markdown.Length > Longest)
            return new PublicationResult.Held($"The account is longer than {Longest} characters. Shorten it for readers outside.");
        var (page, id, now) = (task.PlaceId, task.IncidentId.Public(), clock.GetUtcNow());
        var wanted = task.Wish == PublicationWish.Published ? task.Document.Markdown : null;
        await using var transaction = await database.Database.BeginTransactionAsync(cancellationToken);
        var row = await database.Set<PublishedIncident>().AsNoTracking().FirstOrDefaultAsync(i => i.PageId == page && i.PublicId == id, cancellationToken);
        if (row is null)
            return wanted is null ? new PublicationResult.Stands(null, null) : new PublicationResult.NotWanted("The incident is not on this status page.");
        if (row.Account != wanted)
        {
            DateTimeOffset? at = wanted is null ? null : row.AccountAt ?? now;
            await database.Set<PublishedIncident>().Where(i => i.PageId == page && i.PublicId == id)
                .ExecuteUpdateAsync(set => set.SetProperty(i => i.Account, wanted).SetProperty(i => i.AccountAt, at), cancellationToken);
            await PageVersion.TellAsync(database, task.Attempt.InstallationId, page, now, cancellationToken);
        }
        await transaction.CommitAsync(cancellationToken);
        var url = await addresses.OfIncidentAsync(task.Attempt.InstallationId, task.Settings, page, id, cancellationToken);
        await task.Memory.KeepAsync(task.Memory.Known with { RemoteId = wanted is null ? null : id, Hash = wanted is null ? null : task.Document.Hash, Url = wanted is null ? null : url });
        return new PublicationResult.Stands(wanted is null ? null : id, wanted is null ? null : url);
    }
}
