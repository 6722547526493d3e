using JsmConnector.Incidents;
using JsmConnector.Platform.Database;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace JsmConnector.Postmortems;

public enum PostmortemState
{
    /// <summary>Waits for the quiet time to pass; nothing has been written yet.</summary>
    Scheduled,
    Draft,
    InReview,
    Approved,
    Published,
    Closed,
}

public enum ReviewReminder
{
    None,
    DueSoon,
    Overdue,
}

/// <summary>The review of one incident. The row is the truth: a lost job changes nothing, since the sweep looks at <see cref="DueAt"/>.</summary>
public sealed class Postmortem : ITenantOwned
{
    public required InstallationId InstallationId { get; init; }
    public required IncidentId IncidentId { get; init; }
    public PostmortemState State { get; set; } = PostmortemState.Scheduled;

    /// <summary>The resolution that the next or the last generation speaks of.</summary>
    public required DateTimeOffset ResolvedAt { get; set; }

    /// <summary>When to generate; null when nothing is to be generated.</summary>
    public DateTimeOffset? DueAt { get; set; }
    public DateTimeOffset? GeneratedAt { get; set; }

    /// <summary>0 until something was written; one more with each generation.</summary>
    public int Generation { get; set; }

    /// <summary>The incident was reopened after generation: write again when it is resolved.</summary>
    public bool NeedsRefresh { get; set; }

    /// <summary>Number of the newest <see cref="Versions.PostmortemVersion"/>; 0 until something was written.</summary>
    public int Version { get; set; }

    /// <summary>Somebody changed the internal document: from then on the app renews its own parts only.</summary>
    public bool PeopleWroteInternal { get; set; }
    public bool PeopleWroteExternal { get; set; }

    /// <summary>JSON of <see cref="Versions.MachineWords"/>: what the facts said last.</summary>
    public string? Regions { get; set; }

    /// <summary>For people with the right to see the ticket.</summary>
    public string? InternalMarkdown { get; set; }

    /// <summary>Holds public data only.</summary>
    public string? ExternalMarkdown { get; set; }

    /// <summary>By when people should have agreed on it; null until something was written.</summary>
    public DateTimeOffset? ReviewDueAt { get; set; }

    /// <summary>Which of its reminders went out last.</summary>
    public ReviewReminder Reminded { get; set; }

    /// <summary>Why readers outside get no account; null when nobody waived it.</summary>
    public string? Waiver { get; set; }

    /// <summary>What kinds of causes people found, in words of the site.</summary>
    public List<string> CauseCategories { get; set; } = [];

    /// <summary>What had to come together, one sentence each.</summary>
    public List<string> ContributingFactors { get; set; } = [];

    /// <summary>JSON list of <see cref="Facts.Correction"/>: what people know better; null without any.</summary>
    public string? Corrections { get; set; }

    /// <summary>From the facts, for lists and figures; null when not recorded.</summary>
    public int? SecondsToAcknowledge { get; set; }
    public int? SecondsToResolve { get; set; }
    public int? SecondsToFirstWord { get; set; }

    /// <summary>JSON of <see cref="Facts.PostmortemFacts"/>.</summary>
    public string? Facts { get; set; }
    public string? TemplateVersion { get; set; }

    /// <summary>Where the postmortem is linked or published.</summary>
    public List<string> Links { get; set; } = [];

    /// <summary>Tries of the generation that is due.</summary>
    public int Attempts { get; set; }

    /// <summary>Why the generation waits or what it had to do without, for people.</summary>
    public string? Problem { get; set; }
    public Guid? Lease { get; set; }
    public DateTimeOffset? LeasedUntil { get; set; }

    /// <summary>Hangfire's id of the scheduled job, to take it back.</summary>
    public string? JobId { get; set; }
    public required DateTimeOffset CreatedAt { get; init; }
    public uint RowVersion { get; init; }
}

public static class PostmortemStates
{
    /// <summary>The name used in JSON.</summary>
    public static string Name(this PostmortemState state) => state switch
    {
        PostmortemState.InReview => "in_review",
        _ => state.ToString().ToLowerInvariant(),
    };

    public static string Label(this PostmortemState state) => state switch
    {
        PostmortemState.InReview => "In review",
        _ => state.ToString(),
    };
}

public sealed class PostmortemMapping : IEntityTypeConfiguration<Postmortem>
{
    public void Configure(EntityTypeBuilder<Postmortem> builder)
    {
        builder.ToTable("postmortems", table =>
        {
            table.HasComment("Reviews of incidents: when to write them, what was written, from which facts.");
            table.HasCheckConstraint("ck_postmortems_state", "state in ('Scheduled','Draft','InReview','Approved','Published','Closed')");
            table.HasCheckConstraint("ck_postmortems_written", "(state = 'Scheduled') = (generated_at is null)");
        });
        builder.HasKey(p => new { p.InstallationId, p.IncidentId });
        builder.Property(p => p.State).HasConversion<string>().HasMaxLength(20);
        builder.Property(p => p.Facts).HasColumnType("jsonb");
        builder.Property(p => p.Corrections).HasColumnType("jsonb");
        builder.Property(p => p.Reminded).HasConversion<string>().HasMaxLength(20).HasDefaultValue(ReviewReminder.None).HasSentinel(ReviewReminder.None);
        builder.Property(p => p.Waiver).HasMaxLength(500);
        builder.Property(p => p.CauseCategories).HasDefaultValueSql("'{}'");
        builder.Property(p => p.ContributingFactors).HasDefaultValueSql("'{}'");
        builder.Property(p => p.Regions).HasColumnType("jsonb");
        builder.Property(p => p.TemplateVersion).HasMaxLength(200);
        builder.Property(p => p.JobId).HasMaxLength(100);
        builder.Property(p => p.RowVersion).IsRowVersion();
        builder.HasOne<Incident>().WithOne().HasForeignKey<Postmortem>(p => new { p.InstallationId, p.IncidentId });
        builder.HasIndex(p => p.ReviewDueAt).HasFilter("state in ('Draft','InReview')").HasDatabaseName("ix_postmortems_review_due");
        builder.HasIndex(p => new { p.InstallationId, p.ResolvedAt }).IsDescending(false, true).HasDatabaseName("ix_postmortems_newest");
        builder.HasIndex(p => p.DueAt).HasFilter("due_at is not null").HasDatabaseName("ix_postmortems_due");
    }
}
