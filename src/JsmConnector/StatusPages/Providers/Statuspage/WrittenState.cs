using JsmConnector.Installations;
using JsmConnector.Platform.Database;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace JsmConnector.StatusPages.Providers.Statuspage;

/// <summary>The state of a component there as we wrote it last: what tells a person's edit from a write of ours that failed.</summary>
public sealed class WrittenState : ITenantOwned
{
    public required InstallationId InstallationId { get; init; }
    public required string DestinationId { get; init; }
    public required string PageId { get; init; }
    public required string RemoteId { get; init; }
    public required string Status { get; set; }
    public required DateTimeOffset WrittenAt { get; set; }
}

public sealed class WrittenStateMapping : IEntityTypeConfiguration<WrittenState>
{
    public void Configure(EntityTypeBuilder<WrittenState> builder)
    {
        builder.ToTable("statuspage_written_states", table => table.HasComment("States of components on an Atlassian Statuspage page as they were written last."));
        builder.HasKey(s => new { s.InstallationId, s.DestinationId, s.PageId, s.RemoteId });
        builder.Property(s => s.DestinationId).HasMaxLength(100);
        builder.Property(s => s.PageId).HasMaxLength(64);
        builder.Property(s => s.RemoteId).HasMaxLength(64);
        builder.HasOne<Installation>().WithMany().HasForeignKey(s => s.InstallationId);
    }
}
