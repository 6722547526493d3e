using JsmConnector.Installations;
using JsmConnector.Platform.Database;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace JsmConnector.Webhooks.Reconciliation;

/// <summary>How far a site has been compared with Jira. One row for each installation; its holder's death loses one page of work.</summary>
public sealed class SiteReconciliation : ITenantOwned
{
    public required InstallationId InstallationId { get; init; }
    public required DateTimeOffset DueAt { get; set; }

    /// <summary>Every edit before this moment was seen, however it reached us.</summary>
    public required DateTimeOffset SeenUntil { get; set; }

    /// <summary>Start, query and next page of a search under way; null between two searches.</summary>
    public DateTimeOffset? SearchedAt { get; set; }
    public string? Query { get; set; }
    public string? NextPage { get; set; }

    /// <summary>When somebody asked for it last, and when the tickets of open incidents were last looked at one by one.</summary>
    public DateTimeOffset? AskedAt { get; set; }
    public DateTimeOffset? OpenCheckedAt { get; set; }
    public Guid? Lease { get; set; }
    public DateTimeOffset? LeasedUntil { get; set; }

    public DateTimeOffset? FinishedAt { get; set; }

    /// <summary>Snapshots put into the inbox since the site was installed.</summary>
    public int Healed { get; set; }

    /// <summary>Why it is behind, for the administrator; null when all is well.</summary>
    public string? Problem { get; set; }
}

public sealed class SiteReconciliationMapping : IEntityTypeConfiguration<SiteReconciliation>
{
    public void Configure(EntityTypeBuilder<SiteReconciliation> builder)
    {
        builder.ToTable("reconciliations", table => table.HasComment("How far each site has been compared with Jira, for edits whose webhook was lost."));
        builder.HasKey(row => row.InstallationId);
        builder.Property(row => row.InstallationId).ValueGeneratedNever();
        builder.HasIndex(row => row.DueAt).HasDatabaseName("ix_reconciliations_due");
        builder.HasOne<Installation>().WithMany().HasForeignKey(row => row.InstallationId);
    }
}
