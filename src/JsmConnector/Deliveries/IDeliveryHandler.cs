using JsmConnector.Platform.Database;

namespace JsmConnector.Deliveries;

/// <summary>
/// Carries out the deliveries of one channel. Called with no transaction open, in a scope that has entered the installation,
/// one at a time for each lane. The same delivery may be handed out again after a crash, with its call already carried out:
/// every handler states in its folder how a repeat does no harm (idempotency key = delivery id, desired state, marker, or a policy).
/// Expected failures are outcomes. An exception counts as "later", is logged once, and uses the common back-off.
/// </summary>
public interface IDeliveryHandler
{
    string Channel { get; }

    Task<DeliveryOutcome> DeliverAsync(DeliveryAttempt attempt, CancellationToken cancellationToken);
}

/// <param name="Number">1 on the first try. From 2 on, an earlier call may have been carried out without our learning it.</param>
public sealed record DeliveryAttempt(
    DeliveryId Id, InstallationId InstallationId, Guid? IncidentId, Guid? UpdateId, string Destination, int Number, DateTimeOffset CreatedAt);

/// <summary>What became of an attempt. Nothing else is possible.</summary>
public abstract record DeliveryOutcome
{
    public sealed record Delivered(string? RemoteId = null) : DeliveryOutcome;

    /// <summary>Try again; the lane waits. Without a time the common back-off is used.</summary>
    public sealed record Later(string Reason, DateTimeOffset? At = null) : DeliveryOutcome
    {
        /// <summary>Nothing was tried: it does not count among the attempts, and the next one is the first if none was before.</summary>
        public bool IsNoAttempt { get; init; }

        /// <summary>The call was certainly not carried out, nor was one before it: the next may say something else.</summary>
        public bool IsUndone { get; init; }
    }

    /// <summary>Cannot succeed without a person: the row leaves its lane.</summary>
    public sealed record Never(string Reason) : DeliveryOutcome
    {
        /// <summary>Not this message but its destination is at fault: gone, or closed to us. Nothing more is tried there until a person resumes it.</summary>
        public bool BreaksDestination { get; init; }
    }

    /// <summary>Came too late to be of use.</summary>
    public sealed record Expired(string Reason) : DeliveryOutcome;

    /// <summary>May or may not have been carried out, and nobody can tell: the row leaves its lane and waits for a person, so that nobody is told twice.</summary>
    public sealed record Unknown(string Reason) : DeliveryOutcome;

    /// <summary>Needs no word any more: a newer delivery says it all.</summary>
    public sealed record Suppressed(string Reason) : DeliveryOutcome;
}
