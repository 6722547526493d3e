using JsmConnector.Incidents;
using JsmConnector.Platform.Database;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace JsmConnector.Postmortems.Actions;

public enum ActionKind
{
    Prevent,
    Detect,
    Mitigate,
    Process,
}

public enum ActionReminder
{
    None,
    DueSoon,
    Overdue,
}

/// <summary>Something that people decided to change after an incident. It becomes one issue in Jira; what Jira says of it is kept for lists and reminders.</summary>
public sealed class PostmortemAction : ITenantOwned
{
    public required InstallationId InstallationId { get; init; }
    public required IncidentId IncidentId { get; init; }
    public required Guid Id { get; init; }
    public required string Title { get; init; }
    public string? Description { get; init; }
    public required ActionKind Kind { get; init; }

    /// <summary>Keeps the same incident from coming back: it has the shorter goal.</summary>
    public required bool IsPriority { get; init; }
    public required string ProjectKey { get; init; }
    public required string IssueType { get; init; }

    /// <summary>Account id.</summary>
    public string? Owner { get; init; }

    /// <summary>The date that its people gave it; null: the goal alone counts.</summary>
    public DateOnly? DueOn { get; init; }

    /// <summary>By when it should be done at the latest.</summary>
    public required DateTimeOffset GoalAt { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public string? CreatedBy { get; init; }

    /// <summary>Noted before the call that makes the issue. While it is set and no issue is known, the call may have been carried out unseen.</summary>
    public DateTimeOffset? SendingAt { get; set; }
    public string? IssueId { get; set; }
    public string? IssueKey { get; set; }
    public bool IsLinked { get; set; }

    /// <summary>Why there is no issue yet, or no link.</summary>
    public string? Problem { get; set; }

    /// <summary>As Jira said last.</summary>
    public string? Status { get; set; }
    public string? OwnerName { get; set; }
    public bool IsDone { get; set; }

    /// <summary>Jira knows the issue no longer, or shows it to the app no longer.</summary>
    public bool IsGone { get; set; }
    public DateTimeOffset? SeenAt { get; set; }
    public ActionReminder Reminded { get; set; }

    /// <summary>Finds the issue again, should the answer to its making be lost: Jira has no key for writing once.</summary>
    public string Label => $"postmortem-{Id:N}";
}

public sealed class PostmortemActionMapping : IEntityTypeConfiguration<PostmortemAction>
{
    public void Configure(EntityTypeBuilder<PostmortemAction> builder)
    {
        builder.ToTable("postmortem_actions", table =>
        {
            table.HasComment("What people decided to change after incidents; each becomes one Jira issue.");
            table.HasCheckConstraint("ck_postmortem_actions_kind", "kind in ('Prevent','Detect','Mitigate','Process')");
        });
        builder.HasKey(action => new { action.InstallationId, action.IncidentId, action.Id });
        builder.Property(action => action.Id).ValueGeneratedNever();
        builder.Property(action => action.Title).HasMaxLength(255);
        builder.Property(action => action.Kind).HasConversion<string>().HasMaxLength(20);
        builder.Property(action => action.ProjectKey).HasMaxLength(50);
        builder.Property(action => action.IssueType).HasMaxLength(100);
        builder.Property(action => action.Owner).HasMaxLength(200);
        builder.Property(action => action.OwnerName).HasMaxLength(300);
        builder.Property(action => action.CreatedBy).HasMaxLength(200);
        builder.Property(action => action.IssueId).HasMaxLength(30);
        builder.Property(action => action.IssueKey).HasMaxLength(60);
        builder.Property(action => action.Status).HasMaxLength(300);
        builder.Property(action => action.Problem).HasMaxLength(1000);
        builder.Property(action => action.Reminded).HasConversion<string>().HasMaxLength(20);
        builder.HasOne<Postmortem>().WithMany().HasForeignKey(action => new { action.InstallationId, action.IncidentId });
        builder.HasIndex(action => action.GoalAt).HasFilter("not is_done and not is_gone").HasDatabaseName("ix_postmortem_actions_open");
    }
}
