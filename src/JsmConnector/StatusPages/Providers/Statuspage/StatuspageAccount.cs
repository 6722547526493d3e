using JsmConnector.Deliveries;
using JsmConnector.Incidents.Publications;
using JsmConnector.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace JsmConnector.StatusPages.Providers.Statuspage;

/// <summary>
/// The account for customers as the postmortem of a Statuspage incident: drafted, published, reverted. How a repeat does no harm: text and state are
/// set, and what stands there is read before anything is written, so subscribers hear of it once. A text of others is left alone.
/// </summary>
public sealed class StatuspageAccount(JsmConnectorContext database, StatuspageClient client, TimeProvider clock) : IPublicationTarget
{
    public string Kind => "statuspage";

    public bool KnowsDrafts => true;

    public async Task<PublicationResult> BringToAsync(PublicationTask task, CancellationToken cancellationToken)
    {
        if (task.Settings.StatusPages.FirstOrDefault(known => known.Id == task.PlaceId) is not { } page)
            return new PublicationResult.NotWanted($"The status page '{task.PlaceId}' was removed from the settings.");
        var (access, problem) = StatuspageAccess.Of(page);
        if (access is null)
            return new PublicationResult.Never(problem!);
        var (incident, pageId) = (task.IncidentId, access.PageId);
        var remote = await database.Set<StatuspageMirror>().Where(m => m.IncidentId == incident && m.DestinationId == page.Id && m.PageId == pageId)
            .Select(m => m.RemoteIncidentId).FirstOrDefaultAsync(cancellationToken);
        if (remote is null)
        {
            return task.Wish == PublicationWish.Withdrawn
                ? new PublicationResult.Stands(null, null)
                : new PublicationResult.Never("The incident itself is not on that page: let its updates go out first, then publish again.");
        }
        var (result, failure) = await BringAsync(task, access, remote, cancellationToken);
        return result ?? Judge(failure!, access, remote);
    }

    private async Task<(PublicationResult? Result, StatuspageAnswer? Failure)> BringAsync(PublicationTask task, StatuspageAccess access, string remote, CancellationToken cancellationToken)
    {
        var read = await client.ReadAccountAsync(access, remote, cancellationToken);
        // An incident that never had one may answer either way.
        var held = read is StatuspageAnswer.Ok(var body) ? RemoteAccount.Read(body) : RemoteAccount.Nothing;
        if (read is not (StatuspageAnswer.Ok or StatuspageAnswer.Refused { Status: 404 }))
            return (null, read);
        var wanted = RemoteAccount.HashOf(task.Document.Markdown);
        var there = RemoteAccount.HashOf(held.Newest);
        var isTheirs = there is not null && there != wanted && there != task.Memory.Known.RemoteHash && there != task.Memory.Known.SendingHash;
        if (isTheirs && !task.Overwrite && (task.Wish != PublicationWish.Withdrawn || held.IsPublished))
            return (new PublicationResult.ChangedThere("Somebody wrote another account of this incident at Statuspage. Nothing was overwritten."), null);
        if (task.Wish == PublicationWish.Withdrawn)
        {
            var reverted = held.IsPublished ? await client.RevertAccountAsync(access, remote, cancellationToken) : read;
            return reverted is StatuspageAnswer.Ok or StatuspageAnswer.Refused { Status: 404 } ? (new PublicationResult.Stands(null, null), null) : (null, reverted);
        }

        if (there != wanted)
        {
            await task.Memory.KeepAsync(task.Memory.Known with { SendingHash = wanted });
            if (await client.DraftAccountAsync(access, remote, task.Document.Markdown, cancellationToken) is var drafted and not StatuspageAnswer.Ok)
                return (null, drafted);
        }
        if (task.Wish == PublicationWish.Published && !(held.IsPublished && RemoteAccount.HashOf(held.Body) == wanted))
        {
            var notifies = task.Settings.Postmortems.Publishing.NotifySubscribers && !held.IsPublished;
            if (await client.PublishAccountAsync(access, remote, notifies, cancellationToken) is var published and not StatuspageAnswer.Ok)
                return (null, published);
        }
        var known = task.Memory.Known with { RemoteId = remote, RemoteHash = wanted, Hash = task.Document.Hash, SendingHash = null };
        if (known != task.Memory.Known)
            await task.Memory.KeepAsync(known);
        return (new PublicationResult.Stands(remote, null), null);
    }

    private PublicationResult Judge(StatuspageAnswer failure, StatuspageAccess access, string remote) =>
        JudgeStatuspageAnswer.Failure(failure, access, remote, clock.GetUtcNow()) switch
        {
            DeliveryOutcome.Later(var reason, var at) => new PublicationResult.Later(reason, at),
            DeliveryOutcome.Never never => new PublicationResult.Never(never.Reason) { BreaksDestination = never.BreaksDestination },
            var other => throw new InvalidOperationException($"A failure is no {other.GetType().Name}."),
        };
}
