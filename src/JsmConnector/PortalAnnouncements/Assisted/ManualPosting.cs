using JsmConnector.Incidents;
using JsmConnector.Platform.Database;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace JsmConnector.PortalAnnouncements.Assisted;

/// <summary>What a person pasted into the announcement of the help center, so that somebody is reminded to take it out again.</summary>
public sealed class ManualPosting : ITenantOwned
{
    public required InstallationId InstallationId { get; init; }
    public required IncidentId IncidentId { get; init; }

    /// <summary>Public title, so that the reminder can name the incident after its announcement is gone.</summary>
    public required string Title { get; set; }

    /// <summary>The text as it was posted: public words only.</summary>
    public required string Text { get; set; }
    public required DateTimeOffset PostedAt { get; set; }

    /// <summary>Null while it stands in the help center.</summary>
    public DateTimeOffset? RemovedAt { get; set; }
}

public sealed class ManualPostingMapping : IEntityTypeConfiguration<ManualPosting>
{
    public void Configure(EntityTypeBuilder<ManualPosting> builder)
    {
        builder.ToTable("manual_postings", table => table.HasComment("Announcements that a person posted in the help center by hand, and whether they were taken out again."));
        builder.HasKey(posting => new { posting.InstallationId, posting.IncidentId });
        builder.HasOne<Incident>().WithMany().HasForeignKey(posting => new { posting.InstallationId, posting.IncidentId });
        builder.HasIndex(posting => posting.InstallationId).HasFilter("removed_at is null").HasDatabaseName("ix_manual_postings_standing");
    }
}
