using JsmConnector.Incidents;
using JsmConnector.Platform.Database;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace JsmConnector.IssuePanel.Drafts;

/// <summary>What somebody is writing about an incident and has not published: nobody loses words to a closed tab, and colleagues see who is writing.</summary>
public sealed class UpdateDraft : ITenantOwned
{
    public required InstallationId InstallationId { get; init; }
    public required IncidentId IncidentId { get; init; }

    /// <summary>Account id of the writer: one draft each.</summary>
    public required string Account { get; init; }

    /// <summary>As Jira says it; null while Jira did not say.</summary>
    public string? Name { get; set; }
    public required Guid Form { get; set; }
    public required string LastRead { get; set; }
    public required Stage Stage { get; set; }
    public required string Title { get; set; }
    public required string Words { get; set; }
    public required string Promise { get; set; }
    public required string Minutes { get; set; }
    public string? CorrectionOf { get; set; }

    /// <summary>`id=state` of each component that the writer chose a state for.</summary>
    public string[] States { get; set; } = [];

    public IReadOnlyDictionary<string, string> Answers { get; set; } = new Dictionary<string, string>();
    public required DateTimeOffset SavedAt { get; set; }
}

public sealed class UpdateDraftMapping : IEntityTypeConfiguration<UpdateDraft>
{
    public void Configure(EntityTypeBuilder<UpdateDraft> builder)
    {
        builder.ToTable("update_drafts", table =>
        {
            table.HasComment("Updates that somebody is writing: one row a writer and incident, gone when published, discarded or a day old.");
            table.HasCheckConstraint("ck_update_drafts_stage", "stage in ('Investigating','Identified','Monitoring','Resolved')");
        });
        builder.HasKey(d => new { d.InstallationId, d.IncidentId, d.Account });
        builder.Property(d => d.Answers).AreNamedTexts();
        builder.Property(d => d.Stage).HasConversion<string>().HasMaxLength(20);
        builder.HasOne<Incident>().WithMany().HasForeignKey(d => new { d.InstallationId, d.IncidentId });
        builder.HasIndex(d => new { d.InstallationId, d.SavedAt }).HasDatabaseName("ix_update_drafts_old");
    }
}
