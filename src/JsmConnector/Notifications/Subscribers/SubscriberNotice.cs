using System.Security.Cryptography;
using JsmConnector.Deliveries;
using JsmConnector.Platform.Database;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace JsmConnector.Notifications.Subscribers;

/// <summary>One message to one subscriber, at rest. A table of its own: ten thousand readers must not stand before a status page in the queue.</summary>
public sealed class SubscriberNotice : ITenantOwned
{
    public required InstallationId InstallationId { get; init; }

    /// <summary>Made of the update and the subscriber, so that planning twice plans once.</summary>
    public required Guid Id { get; init; }
    public long Sequence { get; init; }
    public required Guid SubscriberId { get; init; }

    /// <summary>The subscriber: one message at a time, in order.</summary>
    public required string Lane { get; init; }

    /// <summary>The incident or maintenance; null for the question whether he wants to be told.</summary>
    public Guid? EntryId { get; init; }
    public Guid? UpdateId { get; init; }
    public DeliveryState State { get; set; } = DeliveryState.Queued;
    public int Attempts { get; set; }
    public required DateTimeOffset DueAt { get; set; }
    public Guid? Lease { get; set; }
    public DateTimeOffset? LeasedUntil { get; set; }

    /// <summary>When a call began whose outcome nobody recorded; only for destinations that cannot be asked. Found by a later attempt, nobody is told twice.</summary>
    public DateTimeOffset? BegunAt { get; set; }
    public string? Reason { get; set; }
    public required DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? FinishedAt { get; set; }

    public static Guid IdOf(Guid update, Guid subscriber) => new(SHA256.HashData([.. update.ToByteArray(), .. subscriber.ToByteArray()]).AsSpan(0, 16));
}

public sealed class SubscriberNoticeMapping : IEntityTypeConfiguration<SubscriberNotice>
{
    private const string Pending = "state in ('Queued','Sending')";

    public void Configure(EntityTypeBuilder<SubscriberNotice> builder)
    {
        builder.ToTable("subscriber_notices", table =>
        {
            table.HasComment("Messages to subscribers of status pages, in lanes: one lane a subscriber.");
            table.HasCheckConstraint("ck_subscriber_notices_state", "state in ('Queued','Sending','Delivered','Failed','Suppressed','Expired','Unknown')");
        });
        builder.HasKey(n => new { n.InstallationId, n.Id });
        builder.Property(n => n.Id).ValueGeneratedNever();
        builder.Property(n => n.Sequence).UseIdentityAlwaysColumn();
        builder.Property(n => n.State).HasConversion<string>().HasMaxLength(20);
        builder.HasIndex(n => n.Sequence).IsUnique();
        builder.HasIndex(n => new { n.InstallationId, n.Lane, n.Sequence }).HasFilter(Pending).HasDatabaseName("ix_subscriber_notices_head_of_lane");
        builder.HasIndex(n => new { n.InstallationId, n.Lane }).HasFilter("state = 'Sending'").IsUnique().HasDatabaseName("ix_subscriber_notices_one_at_a_time");
        builder.HasIndex(n => new { n.DueAt, n.Sequence }).HasFilter(Pending).HasDatabaseName("ix_subscriber_notices_due");
        builder.HasIndex(n => new { n.InstallationId, n.UpdateId });
        builder.HasIndex(n => new { n.InstallationId, n.FinishedAt });
        builder.HasOne<Subscriber>().WithMany().HasForeignKey(n => new { n.InstallationId, n.SubscriberId });
    }
}
