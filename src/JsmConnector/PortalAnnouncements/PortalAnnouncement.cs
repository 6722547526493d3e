using JsmConnector.Incidents;
using JsmConnector.Platform.Database;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace JsmConnector.PortalAnnouncements;

/// <summary>
/// What the service portal says about one incident now. Only what is public has a column here, so that nothing internal can be shown by
/// mistake.
/// </summary>
public sealed class PortalAnnouncement : ITenantOwned, IPublicData
{
    public required InstallationId InstallationId { get; init; }
    public required IncidentId IncidentId { get; init; }
    public required string PublicId { get; init; }
    public required string Title { get; set; }
    public required Stage Stage { get; set; }
    public required Severity Severity { get; set; }

    /// <summary>The newest words for customers.</summary>
    public required string Words { get; set; }

    /// <summary>Title and words in the languages that the app speaks, by tag, where they differ from the above. Words of a person are what they are.</summary>
    public IReadOnlyDictionary<string, string> Titles { get; set; } = new Dictionary<string, string>();
    public IReadOnlyDictionary<string, string> OtherWords { get; set; } = new Dictionary<string, string>();

    /// <summary>Names of the affected components, in order.</summary>
    public List<string> Components { get; set; } = [];

    /// <summary>Names of their states, in the same order; empty when all of them follow the severity.</summary>
    public List<string> ComponentStates { get; set; } = [];

    /// <summary>What this incident makes of one of its components.</summary>
    public ComponentStatus StatusOf(int component) => ComponentStates.Count == Components.Count ? ComponentStatuses.Of(ComponentStates[component]) : Severity.Effect;
    public DateTimeOffset? NextUpdateAt { get; set; }
    public required DateTimeOffset StartedAt { get; set; }

    /// <summary>When the words were published.</summary>
    public required DateTimeOffset PublishedAt { get; set; }

    /// <summary>`/status/acme`; null when the site has no built-in page.</summary>
    public string? StatusPagePath { get; set; }

    /// <summary>When the end was told; the announcement stays a little longer, so that people who waited read it.</summary>
    public DateTimeOffset? EndedAt { get; set; }
}

public sealed class PortalAnnouncementMapping : IEntityTypeConfiguration<PortalAnnouncement>
{
    public void Configure(EntityTypeBuilder<PortalAnnouncement> builder)
    {
        builder.ToTable("portal_announcements", table =>
        {
            table.HasComment("What the service portal shows: one row a current or just ended incident, public words only.");
            // It tells every node: see PublicAnnouncements.ChangedChannel. There is one on incidents too.
            table.HasTrigger("tell_portals");
            table.HasCheckConstraint("ck_portal_announcements_stage", "stage in ('Investigating','Identified','Monitoring','Resolved')");
            table.HasCheckConstraint("ck_portal_announcements_severity", "severity between 1 and 4");
        });
        builder.HasKey(a => new { a.InstallationId, a.IncidentId });
        builder.Property(a => a.PublicId).HasMaxLength(20);
        builder.Property(a => a.Stage).HasConversion<string>().HasMaxLength(20);
        builder.Property(a => a.Severity).HasConversion(s => s.Level, level => new Severity(level));
        builder.Property(a => a.Titles).AreNamedTexts();
        builder.Property(a => a.OtherWords).AreNamedTexts();
        builder.HasOne<Incident>().WithMany().HasForeignKey(a => new { a.InstallationId, a.IncidentId });
        builder.HasIndex(a => new { a.InstallationId, a.EndedAt }).HasDatabaseName("ix_portal_announcements_current");
    }
}
