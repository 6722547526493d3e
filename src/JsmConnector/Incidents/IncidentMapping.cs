using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace JsmConnector.Incidents;

public sealed class IncidentMapping : IEntityTypeConfiguration<Incident>
{
    public void Configure(EntityTypeBuilder<Incident> builder)
    {
        builder.ToTable("incidents", table =>
        {
            table.HasComment("One row an incident ticket.");
            table.HasCheckConstraint("ck_incidents_stage", "stage in ('Investigating','Identified','Monitoring','Resolved','Withdrawn')");
            table.HasCheckConstraint("ck_incidents_severity", "severity between 1 and 4 and worst_severity between 1 and 4");
        });
        builder.HasKey(i => new { i.InstallationId, i.Id });
        builder.Property(i => i.Id).ValueGeneratedNever();
        builder.Property(i => i.Stage).HasConversion<string>().HasMaxLength(20);
        builder.Property(i => i.TicketStage).HasConversion<string>().HasMaxLength(20);
        builder.Property(i => i.Severity).HasConversion(s => s.Level, level => new Severity(level));
        builder.Property(i => i.WorstSeverity).HasConversion(s => s.Level, level => new Severity(level));
        builder.Property(i => i.CommunicationLead).HasMaxLength(128);
        builder.Property(i => i.CommunicationLeadName).HasMaxLength(200);
        builder.Property(i => i.RowVersion).IsRowVersion();
        builder.Ignore(i => i.PublicTitle);
        builder.HasIndex(i => new { i.InstallationId, i.IssueId }).IsUnique();
        builder.HasIndex(i => new { i.InstallationId, i.IssueKey });
        // The name of the column is older than the word: nodes of two versions run side by side.
        builder.Property(i => i.IsTest).HasColumnName("is_drill");
        builder.HasIndex(i => i.InstallationId).HasFilter("is_drill").HasDatabaseName("ix_incidents_drills");
        builder.HasMany(i => i.Components).WithOne().HasForeignKey(c => new { c.InstallationId, c.IncidentId });
        builder.Navigation(i => i.Components).AutoInclude();
    }
}

public sealed class IncidentComponentMapping : IEntityTypeConfiguration<IncidentComponent>
{
    public void Configure(EntityTypeBuilder<IncidentComponent> builder)
    {
        builder.ToTable("incident_components", table =>
        {
            table.HasComment("Which components an incident touches or touched.");
            table.HasCheckConstraint("ck_incident_components_spoken_status", "spoken_status in ('Operational','DegradedPerformance','PartialOutage','MajorOutage')");
            table.HasCheckConstraint("ck_incident_components_ruled_status", "ruled_status in ('Operational','DegradedPerformance','PartialOutage','MajorOutage')");
        });
        builder.Property(c => c.SpokenStatus).HasConversion<string>().HasMaxLength(20);
        builder.Property(c => c.RuledStatus).HasConversion<string>().HasMaxLength(20);
        builder.HasKey(c => new { c.InstallationId, c.IncidentId, c.ComponentId });
        builder.HasOne<Component>().WithMany().HasForeignKey(c => new { c.InstallationId, c.ComponentId });
    }
}

public sealed class ComponentMapping : IEntityTypeConfiguration<Component>
{
    public void Configure(EntityTypeBuilder<Component> builder)
    {
        builder.ToTable("components", table => table.HasComment("Services of a site as readers of its status page see them."));
        builder.HasKey(c => new { c.InstallationId, c.Id });
        builder.Property(c => c.Id).ValueGeneratedNever();
        builder.HasIndex(c => new { c.InstallationId, c.NameKey }).IsUnique();
    }
}

public sealed class IncidentUpdateMapping : IEntityTypeConfiguration<IncidentUpdate>
{
    public void Configure(EntityTypeBuilder<IncidentUpdate> builder)
    {
        builder.ToTable("incident_updates", table => table.HasComment("Public words about incidents; rows are never changed."));
        builder.HasKey(u => new { u.InstallationId, u.Id });
        builder.Property(u => u.Id).ValueGeneratedNever();
        builder.Property(u => u.Stage).HasConversion<string>().HasMaxLength(20);
        builder.Property(u => u.Severity).HasConversion(s => s.Level, level => new Severity(level));
        builder.Property(u => u.Answers).AreNamedTexts();
        builder.Property(u => u.OtherWords).AreNamedTexts();
        builder.Property(u => u.About).HasMaxLength(20);
        builder.Property(u => u.Class).HasMaxLength(40);
        builder.Ignore(u => u.IsByHand);
        builder.HasOne<Incident>().WithMany().HasForeignKey(u => new { u.InstallationId, u.IncidentId });
        builder.HasIndex(u => new { u.InstallationId, u.IncidentId, u.Number }).IsUnique();
    }
}

public sealed class TimelineEntryMapping : IEntityTypeConfiguration<TimelineEntry>
{
    public void Configure(EntityTypeBuilder<TimelineEntry> builder)
    {
        builder.ToTable("timeline_entries", table => table.HasComment("What happened to a ticket, one row a source event. No key to incidents: a comment may come first."));
        builder.HasKey(e => new { e.InstallationId, e.IssueId, e.Key });
        builder.Property(e => e.Visibility).HasConversion<string>().HasMaxLength(10);
    }
}
