using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace JsmConnector.Incidents.Promises;

public sealed class HeldPromiseMapping : IEntityTypeConfiguration<HeldPromise>
{
    public void Configure(EntityTypeBuilder<HeldPromise> builder)
    {
        builder.ToTable("held_promises", table =>
        {
            table.HasComment("Promises of the next update that stand, one an incident and audience, and how far their ladder was climbed.");
            table.HasCheckConstraint("ck_held_promises_step", "step in ('Standing','Reminded','Due','Commander','Manager','Executive')");
            table.HasCheckConstraint("ck_held_promises_holding_posts", "holding_posts >= 0");
        });
        builder.HasKey(p => new { p.InstallationId, p.IncidentId, p.Audience });
        builder.Property(p => p.Audience).HasMaxLength(40);
        builder.Property(p => p.Step).HasConversion<string>().HasMaxLength(20);
        builder.HasOne<Incident>().WithMany().HasForeignKey(p => new { p.InstallationId, p.IncidentId });
        builder.HasIndex(p => p.LookAt).HasFilter("look_at is not null").HasDatabaseName("ix_held_promises_look_at");
    }
}
