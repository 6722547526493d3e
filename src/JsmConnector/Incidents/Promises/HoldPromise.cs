using JsmConnector.Platform.Database;

namespace JsmConnector.Incidents.Promises;

/// <summary>Keeps the row of a promise in step with the words, on the transaction that stores them.</summary>
public static class HoldPromise
{
    public static async Task AfterAsync(
        JsmConnectorContext database, Incident incident, IncidentUpdate update, bool isHolding, CancellationToken cancellationToken)
    {
        var held = update.Number == 1
            ? null
            : await database.FindAsync<HeldPromise>([incident.InstallationId, incident.Id, HeldPromise.Customers], cancellationToken);
        if (update.NextUpdateAt is not { } dueAt)
        {
            if (held is not null)
                database.Remove(held);
            return;
        }
        held ??= database.Add(new HeldPromise
        {
            InstallationId = incident.InstallationId,
            IncidentId = incident.Id,
            Audience = HeldPromise.Customers,
            MadeAt = update.PublishedAt,
            DueAt = dueAt,
        }).Entity;
        (held.MadeAt, held.DueAt, held.Step) = (update.PublishedAt, dueAt, PromiseStep.Standing);
        held.HoldingPosts = isHolding ? held.HoldingPosts + 1 : 0;
        held.LookAt = PromiseLadder.FirstLook(held.MadeAt, dueAt);
    }
}
