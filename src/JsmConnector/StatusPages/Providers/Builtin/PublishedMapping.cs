using JsmConnector.Installations;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace JsmConnector.StatusPages.Providers.Builtin;

public sealed class PublishedMapping :
    IEntityTypeConfiguration<PublishedPage>, IEntityTypeConfiguration<PublishedComponent>, IEntityTypeConfiguration<ComponentStateChange>,
    IEntityTypeConfiguration<PublishedIncident>, IEntityTypeConfiguration<PublishedUpdate>
{
    public void Configure(EntityTypeBuilder<PublishedPage> builder)
    {
        builder.ToTable("published_pages", table => table.HasComment("Built-in status pages and the version of what they show."));
        builder.HasKey(p => new { p.InstallationId, p.PageId });
        builder.HasOne<Installation>().WithMany().HasForeignKey(p => p.InstallationId);
    }

    public void Configure(EntityTypeBuilder<PublishedComponent> builder)
    {
        builder.ToTable("published_components", table => table.HasComment("Components as a built-in page shows them."));
        builder.HasKey(c => new { c.InstallationId, c.PageId, c.PublicId });
        builder.HasOne<PublishedPage>().WithMany().HasForeignKey(c => new { c.InstallationId, c.PageId });
    }

    public void Configure(EntityTypeBuilder<ComponentStateChange> builder)
    {
        builder.ToTable("component_state_changes", table => table.HasComment("When a component changed its public state; uptime is counted from it."));
        builder.HasKey(c => new { c.InstallationId, c.PageId, c.ComponentId, c.Sequence });
        builder.Property(c => c.Sequence).UseIdentityAlwaysColumn();
        builder.HasIndex(c => new { c.InstallationId, c.PageId, c.At });
        builder.HasOne<PublishedComponent>().WithMany().HasForeignKey(c => new { c.InstallationId, c.PageId, c.ComponentId });
    }

    public void Configure(EntityTypeBuilder<PublishedIncident> builder)
    {
        builder.ToTable("published_incidents", table => table.HasComment("Incidents as a built-in page shows them."));
        builder.HasKey(i => new { i.InstallationId, i.PageId, i.PublicId });
        builder.HasIndex(i => new { i.InstallationId, i.PageId, i.StartedAt });
        builder.HasIndex(i => new { i.InstallationId, i.PageId, i.ScheduledFor }).HasFilter("scheduled_for is not null").HasDatabaseName("ix_published_incidents_maintenance");
        builder.HasIndex(i => new { i.InstallationId, i.PageId }).HasFilter("resolved_at is null").HasDatabaseName("ix_published_incidents_open");
        builder.HasOne<PublishedPage>().WithMany().HasForeignKey(i => new { i.InstallationId, i.PageId });
    }

    public void Configure(EntityTypeBuilder<PublishedUpdate> builder)
    {
        builder.ToTable("published_updates", table => table.HasComment("Updates as a built-in page shows them, once each."));
        builder.HasKey(u => new { u.InstallationId, u.PageId, u.PublicId });
        builder.Property(u => u.Affected).HasColumnType("jsonb");
        builder.HasIndex(u => new { u.InstallationId, u.PageId, u.IncidentId, u.Number });
        builder.HasOne<PublishedIncident>().WithMany().HasForeignKey(u => new { u.InstallationId, u.PageId, u.IncidentId });
    }
}
