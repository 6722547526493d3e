using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace JsmConnector.Deliveries;

public sealed class DeliveryMapping : IEntityTypeConfiguration<Delivery>
{
    /// <summary>States of a row that still holds its lane.</summary>
    public const string Pending = "state in ('Queued','Sending')";

    public void Configure(EntityTypeBuilder<Delivery> builder)
    {
        builder.ToTable("deliveries", table =>
        {
            table.HasComment("Outbox: planned effects outside, in lanes.");
            table.HasCheckConstraint("ck_deliveries_state", "state in ('Queued','Sending','Delivered','Failed','Suppressed','Expired','Unknown')");
        });
        builder.HasKey(d => new { d.InstallationId, d.Id });
        builder.Property(d => d.Id).ValueGeneratedNever();
        builder.Property(d => d.Sequence).UseIdentityAlwaysColumn();
        builder.Property(d => d.State).HasConversion<string>().HasMaxLength(20);
        builder.Property(d => d.WordsHash).HasMaxLength(16);
        builder.HasIndex(d => new { d.InstallationId, d.Lane, d.Sequence }).HasFilter(Pending)
            .HasDatabaseName("ix_deliveries_head_of_lane");
        builder.HasIndex(d => new { d.InstallationId, d.Lane }).HasFilter("state = 'Sending'").IsUnique().HasDatabaseName("ix_deliveries_one_at_a_time");
        builder.HasIndex(d => d.Sequence).HasFilter(Pending).HasDatabaseName("ix_deliveries_pending");
        builder.HasIndex(d => new { d.DueAt, d.Sequence }).HasFilter(Pending).HasDatabaseName("ix_deliveries_due");
        builder.HasIndex(d => new { d.InstallationId, d.IncidentId });
        builder.HasIndex(d => new { d.InstallationId, d.FinishedAt }, "ix_deliveries_dead").HasFilter("state in ('Failed','Unknown')").HasDatabaseName("ix_deliveries_dead");
    }
}
