using JsmConnector.Incidents;
using JsmConnector.Installations;
using JsmConnector.Platform.Database;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace JsmConnector.StatusPages.Providers.JsmPage;

/// <summary>What is known of an incident on one status page of Jira Service Management. The incident there is found by the ticket's id, so none of theirs is kept.</summary>
public sealed class JsmPageMirror : ITenantOwned
{
    public required InstallationId InstallationId { get; init; }
    public required string DestinationId { get; init; }

    /// <summary>Part of the key: a destination that is pointed at another page starts there with a clean slate.</summary>
    public required string PageId { get; init; }
    public required IncidentId IncidentId { get; init; }

    /// <summary>The newest update known to stand there.</summary>
    public UpdateId? AppliedUpdateId { get; set; }

    /// <summary>Noted before a call that says it. While it is set, the call may have been carried out unseen.</summary>
    public UpdateId? SendingUpdateId { get; set; }
}

public sealed class JsmPageMirrorMapping : IEntityTypeConfiguration<JsmPageMirror>
{
    public void Configure(EntityTypeBuilder<JsmPageMirror> builder)
    {
        builder.ToTable("jsm_page_mirrors", table => table.HasComment("What a status page of Jira Service Management is known to say of an incident."));
        builder.HasKey(m => new { m.InstallationId, m.IncidentId, m.DestinationId, m.PageId });
        builder.Property(m => m.DestinationId).HasMaxLength(100);
        builder.Property(m => m.PageId).HasMaxLength(64);
        builder.HasOne<Installation>().WithMany().HasForeignKey(m => m.InstallationId);
    }
}
