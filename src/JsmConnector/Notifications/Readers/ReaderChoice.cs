using JsmConnector.Incidents;
using JsmConnector.Installations;
using JsmConnector.Platform.Database;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace JsmConnector.Notifications.Readers;

/// <summary>What somebody of an audience chose by a link in a message. No row: they hear everything that the audience hears.</summary>
public sealed class ReaderChoice : ITenantOwned
{
    public required InstallationId InstallationId { get; init; }
    public required string Audience { get; init; }
    public required string Kind { get; init; }
    public required string AddressHash { get; init; }

    /// <summary>When they left; null: they are told.</summary>
    public DateTimeOffset? LeftAt { get; set; }

    /// <summary>Incidents that never got as bad as this are not told: 4 tells all, 1 only the worst.</summary>
    public int LeastSeverity { get; set; } = 4;

    /// <summary>Only the first word, the end, and corrections; of planned work also a new time.</summary>
    public bool Briefly { get; set; }
    public required DateTimeOffset ChangedAt { get; set; }

    /// <summary>A new time of planned work concerns whoever made plans for the old one.</summary>
    private static bool IsBetween(Notice notice) => notice.IsPlannedWork
        ? !notice.IsFirst && notice.IsNewStage && notice.Stage.IsOpen()
        : notice is { Number: not 1, CorrectionOf: null } && (notice.IsReminder || notice.NextUpdateAt is not null);

    /// <summary>Why this notice is not for them; null when it is. Pure.</summary>
    public string? Refusal(Notice notice)
    {
        if (LeftAt is not null)
            return "The reader has left this audience.";
        if ((notice.Worst ?? notice.Severity).Level > LeastSeverity)
            return $"The reader chose incidents of severity {LeastSeverity} and worse.";
        return Briefly && IsBetween(notice) ? "The reader chose the first word and the end." : null;
    }
}

public sealed class ReaderChoiceMapping : IEntityTypeConfiguration<ReaderChoice>
{
    public void Configure(EntityTypeBuilder<ReaderChoice> builder)
    {
        builder.ToTable("reader_choices", table =>
        {
            table.HasComment("What people of an audience chose by the links in their messages: to leave, or to hear less. Addresses as hashes only.");
            table.HasCheckConstraint("ck_reader_choices_least_severity", "least_severity between 1 and 4");
        });
        builder.HasKey(choice => new { choice.InstallationId, choice.Audience, choice.Kind, choice.AddressHash });
        builder.Property(choice => choice.Audience).HasMaxLength(40);
        builder.Property(choice => choice.Kind).HasMaxLength(20);
        builder.Property(choice => choice.AddressHash).HasMaxLength(64);
        builder.HasOne<Installation>().WithMany().HasForeignKey(choice => choice.InstallationId);
    }
}
