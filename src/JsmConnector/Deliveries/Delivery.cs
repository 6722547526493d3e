using JsmConnector.Platform.Database;

namespace JsmConnector.Deliveries;

public readonly record struct DeliveryId(Guid Value)
{
    public static DeliveryId New(TimeProvider clock) => new(Guid.CreateVersion7(clock.GetUtcNow()));
}

public enum DeliveryState
{
    Queued,
    Sending,
    Delivered,
    /// <summary>Dead: left its lane, shown to the administrator with replay and skip.</summary>
    Failed,
    /// <summary>Not said on purpose: superseded by a newer one, or skipped by a person.</summary>
    Suppressed,
    /// <summary>The next word was due before this one could go out: late words confuse.</summary>
    Expired,
    /// <summary>The call left, no answer came, and the destination cannot be asked: a person replays or skips it.</summary>
    Unknown,
}

/// <summary>A wish of a planner: bring this to that destination, after everything already in the lane.</summary>
/// <param name="Channel">Names the handler: `builtin`, `statuspage`, `portal`, `postmortem`, `remotelink`.</param>
/// <param name="Destination">Which one of its kind: the id of the status page in the settings, a project, …</param>
/// <param name="Lane">Deliveries of a lane are handled one at a time, in order.</param>
public sealed record PlannedDelivery(string Channel, string Destination, string Lane)
{
    /// <summary>The incident and the update this speaks for.</summary>
    public Guid? IncidentId { get; init; }
    public Guid? UpdateId { get; init; }
    public string Audience { get; init; } = "customers";

    /// <summary>Earliest time; null means now.</summary>
    public DateTimeOffset? NotBefore { get; init; }
}

/// <summary>A planned effect outside, at rest. The row owns attempts, back-off and order.</summary>
public sealed class Delivery : ITenantOwned
{
    public required InstallationId InstallationId { get; init; }

    /// <summary>Also the idempotency key given to the destination.</summary>
    public required DeliveryId Id { get; init; }

    /// <summary>Order in the lane; given by the database.</summary>
    public long Sequence { get; init; }
    public Guid? IncidentId { get; init; }
    public Guid? UpdateId { get; init; }
    public required string Audience { get; init; }
    public required string Channel { get; init; }
    public required string Destination { get; init; }
    public required string Lane { get; init; }
    public DeliveryState State { get; set; } = DeliveryState.Queued;
    public int Attempts { get; set; }
    public required DateTimeOffset DueAt { get; set; }
    public Guid? Lease { get; set; }
    public DateTimeOffset? LeasedUntil { get; set; }

    /// <summary>When a call began whose outcome nobody recorded, or nobody knows; for destinations that cannot be asked, and for messages about several incidents. Found by a later attempt, nobody is told twice.</summary>
    public DateTimeOffset? BegunAt { get; set; }

    /// <summary>What the call that began at <see cref="BegunAt"/> said, as a hash, where the destination can be asked for a message by its words alone.</summary>
    public string? WordsHash { get; set; }

    /// <summary>What the destination calls the result.</summary>
    public string? RemoteId { get; set; }

    /// <summary>Why it waits or failed, for the administrator; never holds a secret.</summary>
    public string? Reason { get; set; }
    public required DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? FinishedAt { get; set; }

    public static Delivery Of(InstallationId installation, PlannedDelivery planned, TimeProvider clock, DeliveryId? id = null) => new()
    {
        InstallationId = installation,
        Id = id ?? DeliveryId.New(clock),
        IncidentId = planned.IncidentId,
        UpdateId = planned.UpdateId,
        Audience = planned.Audience,
        Channel = planned.Channel,
        Destination = planned.Destination,
        Lane = planned.Lane,
        DueAt = planned.NotBefore ?? clock.GetUtcNow(),
        CreatedAt = clock.GetUtcNow(),
    };
}
