using JsmConnector.Installations;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace JsmConnector.Maintenances;

public sealed class MaintenanceMapping : IEntityTypeConfiguration<Maintenance>, IEntityTypeConfiguration<MaintenanceUpdate>
{
    private const string Stages = "stage in ('Scheduled','InProgress','Verifying','Completed','Cancelled')";

    public void Configure(EntityTypeBuilder<Maintenance> builder)
    {
        builder.ToTable("maintenances", table =>
        {
            table.HasComment("Planned work of a site, with its window.");
            table.HasCheckConstraint("ck_maintenances_stage", Stages);
            table.HasCheckConstraint("ck_maintenances_window", "scheduled_until > scheduled_for");
        });
        builder.HasKey(m => new { m.InstallationId, m.Id });
        builder.Property(m => m.Id).ValueGeneratedNever();
        builder.Property(m => m.Stage).HasConversion<string>().HasMaxLength(20);
        builder.Property(m => m.IssueKey).HasMaxLength(255);
        builder.Property(m => m.RowVersion).IsRowVersion();
        builder.HasIndex(m => new { m.InstallationId, m.ScheduledFor }).HasDatabaseName("ix_maintenances_open").HasFilter("stage in ('Scheduled','InProgress','Verifying')");
        builder.HasIndex(m => new { m.InstallationId, m.IssueId }).IsUnique().HasDatabaseName("ix_maintenances_ticket").HasFilter("issue_id is not null and stage in ('Scheduled','InProgress','Verifying')");
        builder.HasOne<Installation>().WithMany().HasForeignKey(m => m.InstallationId);
    }

    public void Configure(EntityTypeBuilder<MaintenanceUpdate> builder)
    {
        builder.ToTable("maintenance_updates", table =>
        {
            table.HasComment("Public words about planned work; rows are never changed.");
            table.HasCheckConstraint("ck_maintenance_updates_stage", Stages);
        });
        builder.HasKey(u => new { u.InstallationId, u.Id });
        builder.Property(u => u.Id).ValueGeneratedNever();
        builder.Property(u => u.Stage).HasConversion<string>().HasMaxLength(20);
        builder.Property(u => u.About).HasMaxLength(20);
        builder.HasOne<Maintenance>().WithMany().HasForeignKey(u => new { u.InstallationId, u.MaintenanceId });
        builder.HasIndex(u => new { u.InstallationId, u.MaintenanceId, u.Number }).IsUnique();
    }
}
