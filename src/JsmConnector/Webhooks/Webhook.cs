using JsmConnector.Installations;
using JsmConnector.Platform.Database;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace JsmConnector.Webhooks;

public enum WebhookState
{
    Stored,
    Working,
    /// <summary>Took effect.</summary>
    Done,
    /// <summary>Understood and of no concern; the reason says why.</summary>
    NotOurs,
    /// <summary>Cannot be understood or applied; shown to the administrator.</summary>
    Rejected,
}

/// <summary>An event from Jira as it came: the inbox. Processed keys are kept for two weeks, because Jira redelivers and people replay.</summary>
public sealed class Webhook : ITenantOwned
{
    public static readonly LaneTable Lanes = new("webhooks", nameof(WebhookState.Stored), nameof(WebhookState.Working));

    public required InstallationId InstallationId { get; init; }
    public long Sequence { get; init; }

    /// <summary>Jira's delivery identifier, the same over its retries; without one a hash of event, time and body.</summary>
    public required string DeliveryKey { get; init; }
    public required string Event { get; init; }

    /// <summary>The issue id, so that events of an issue keep their order; `-` when the event names no issue.</summary>
    public required string Lane { get; init; }
    public WebhookState State { get; set; }
    public string? Reason { get; set; }
    public int Attempts { get; set; }
    public required DateTimeOffset DueAt { get; set; }
    public Guid? Lease { get; set; }
    public DateTimeOffset? LeasedUntil { get; set; }
    public required DateTimeOffset ReceivedAt { get; init; }
    public DateTimeOffset? FinishedAt { get; set; }

    /// <summary>The raw bytes; dropped when the event is done or none of our business.</summary>
    public byte[]? Body { get; set; }
}

public sealed class WebhookMapping : IEntityTypeConfiguration<Webhook>
{
    public const string Pending = "state in ('Stored','Working')";

    public void Configure(EntityTypeBuilder<Webhook> builder)
    {
        builder.ToTable("webhooks", table =>
        {
            table.HasComment("Inbox: events as Jira sent them, stored once.");
            table.HasCheckConstraint("ck_webhooks_state", "state in ('Stored','Working','Done','NotOurs','Rejected')");
        });
        builder.HasKey(w => new { w.InstallationId, w.Sequence });
        builder.Property(w => w.Sequence).UseIdentityAlwaysColumn();
        builder.Property(w => w.State).HasConversion<string>().HasMaxLength(20);
        builder.HasIndex(w => new { w.InstallationId, w.DeliveryKey }).IsUnique().HasDatabaseName("ix_webhooks_delivery");
        builder.HasIndex(w => new { w.InstallationId, w.Lane, w.Sequence }).HasFilter(Pending).HasDatabaseName("ix_webhooks_head_of_lane");
        builder.HasIndex(w => new { w.InstallationId, w.Lane }).HasFilter("state = 'Working'").IsUnique().HasDatabaseName("ix_webhooks_one_at_a_time");
        builder.HasIndex(w => w.Sequence).HasFilter(Pending).HasDatabaseName("ix_webhooks_pending");
        // What the issue panel and the administrator ask for; rows enter these when they are finished, never on the request path.
        builder.HasIndex(w => new { w.InstallationId, w.Lane, w.Sequence }, "ix_webhooks_not_ours").HasFilter("state = 'NotOurs'").HasDatabaseName("ix_webhooks_not_ours");
        builder.HasIndex(w => new { w.InstallationId, w.Sequence }, "ix_webhooks_rejected").HasFilter("state = 'Rejected'").HasDatabaseName("ix_webhooks_rejected");
        builder.HasOne<Installation>().WithMany().HasForeignKey(w => w.InstallationId);
    }
}
