using JsmConnector.Deliveries;
using JsmConnector.Incidents;

namespace JsmConnector.StatusPages.Providers.Statuspage;

/// <summary>What is known of the mirror at this point of an attempt.</summary>
/// <param name="RemoteId">Null while unknown.</param>
/// <param name="Applied">The newest update known to stand there.</param>
/// <param name="MayHaveCalled">An earlier call was begun and its end is unknown.</param>
/// <param name="Looked">The page itself was asked during this attempt.</param>
public sealed record KnownMirror(string? RemoteId, UpdateId? Applied, bool MayHaveCalled, bool Looked);

/// <summary>The next thing to do. Each step but <see cref="Done"/> is at least one call.</summary>
public abstract record StatuspageStep
{
    public sealed record Done(DeliveryOutcome Outcome) : StatuspageStep;

    /// <summary>Search the page for an incident that carries our marker.</summary>
    /// <param name="EndedToo">Also among those that have ended, back to the given time less a margin.</param>
    public sealed record Find(bool EndedToo, DateTimeOffset Since) : StatuspageStep;

    public sealed record Read(string RemoteId) : StatuspageStep;

    public sealed record Create(PublicUpdate Update) : StatuspageStep;

    public sealed record Patch(string RemoteId, PublicUpdate Update) : StatuspageStep;
}

/// <summary>
/// Decides, from the task and what is known of the page, what comes next. The newest update is always the one that is sent: updates that
/// queued up while the page was away are passed over, so that readers get the state of now in one message. An update is sent only when the page
/// is known not to say it yet.
/// </summary>
public static class PlanStatuspageCall
{
    public static StatuspageStep Next(MirrorTask task, KnownMirror known)
    {
        var updates = task.Incident.Updates;
        if (updates.Count == 0)
            return Suppressed("The incident has no public update.");

        var newest = updates[^1];
        if (task.Incident.Stage == Stage.Withdrawn && newest.Stage.IsOpen())
            return Suppressed("The incident is withdrawn; the words that say so follow.");

        var wanted = task.Attempt.UpdateId is { } id ? new UpdateId(id) : newest.Id;
        if (known.RemoteId is { } remoteId)
        {
            if (known.Applied == wanted)
                return new StatuspageStep.Done(new DeliveryOutcome.Delivered(remoteId));
            if (Position(updates, known.Applied) is { } applied && applied >= (Position(updates, wanted) ?? updates.Count - 1))
                return Suppressed("The page already says a newer update.");
            return !known.Looked && (known.MayHaveCalled || task.Attempt.Number > 1)
                ? new StatuspageStep.Read(remoteId)
                : new StatuspageStep.Patch(remoteId, newest);
        }

        if (!known.Looked)
            return new StatuspageStep.Find(known.MayHaveCalled || task.Attempt.Number > 1 || updates.Count > 1, updates[0].PublishedAt);
        return task.Incident.Stage == Stage.Withdrawn || newest.Stage == Stage.Withdrawn
            ? Suppressed("The incident was withdrawn before the page knew of it.")
            : new StatuspageStep.Create(newest);
    }

    private static int? Position(IReadOnlyList<PublicUpdate> updates, UpdateId? id)
    {
        for (var i = updates.Count - 1; i >= 0; i--)
        {
            if (updates[i].Id == id)
                return i;
        }

        return null;
    }

    private static StatuspageStep.Done Suppressed(string reason) => new(new DeliveryOutcome.Suppressed(reason));
}
