using JsmConnector.Incidents;
using JsmConnector.Installations;
using JsmConnector.Platform.Database;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace JsmConnector.StatusPages.Providers.Statuspage;

/// <summary>
/// What we know of an incident's mirror on one Statuspage page. It spares calls; it is not what keeps a repeat harmless:
/// that is the marker in the remote metadata, written by the same call as the words.
/// </summary>
public sealed class StatuspageMirror : ITenantOwned
{
    public required InstallationId InstallationId { get; init; }

    /// <summary>Id of the status page in the settings.</summary>
    public required string DestinationId { get; init; }

    /// <summary>Part of the key: a destination that is pointed at another page starts there with a clean slate.</summary>
    public required string PageId { get; init; }
    public required IncidentId IncidentId { get; init; }

    /// <summary>Null until we learned it.</summary>
    public string? RemoteIncidentId { get; set; }

    /// <summary>The newest update known to stand there.</summary>
    public UpdateId? AppliedUpdateId { get; set; }

    /// <summary>Noted before a call that says it. While it is set, the call may have been carried out unseen.</summary>
    public UpdateId? SendingUpdateId { get; set; }

    public DateTimeOffset? AppliedAt { get; set; }
}

public sealed class StatuspageMirrorMapping : IEntityTypeConfiguration<StatuspageMirror>
{
    public void Configure(EntityTypeBuilder<StatuspageMirror> builder)
    {
        builder.ToTable("statuspage_mirrors", table => table.HasComment("Which incident on an Atlassian Statuspage page mirrors which incident or maintenance of ours."));
        builder.HasKey(m => new { m.InstallationId, m.IncidentId, m.DestinationId, m.PageId });
        builder.Property(m => m.DestinationId).HasMaxLength(100);
        builder.Property(m => m.PageId).HasMaxLength(64);
        builder.Property(m => m.RemoteIncidentId).HasMaxLength(64);
        // No key to incidents: planned work is mirrored in the same rows.
        builder.HasOne<Installation>().WithMany().HasForeignKey(m => m.InstallationId);
    }
}
