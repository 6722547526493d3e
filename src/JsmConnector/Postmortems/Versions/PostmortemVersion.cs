using JsmConnector.Incidents;
using JsmConnector.Platform.Database;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace JsmConnector.Postmortems.Versions;

public enum VersionReason
{
    /// <summary>Put together by the app for the first time.</summary>
    Generated,

    /// <summary>The app renewed the parts that are its own.</summary>
    Refreshed,

    /// <summary>A person wrote.</summary>
    Edited,

    /// <summary>A person went back to an earlier version.</summary>
    Restored,
}

/// <summary>One version of both documents: rows are added and never changed. Of saves that follow one another within minutes the last stays, see <see cref="ForgetOldRows"/>.</summary>
public sealed class PostmortemVersion : ITenantOwned
{
    public required InstallationId InstallationId { get; init; }
    public required IncidentId IncidentId { get; init; }

    /// <summary>1, 2, 3 …</summary>
    public required int Number { get; init; }
    public required VersionReason Reason { get; init; }

    /// <summary>Account id; null for the app itself.</summary>
    public string? Author { get; init; }

    /// <summary>What the author said about it.</summary>
    public string? Note { get; init; }
    public required DateTimeOffset At { get; init; }
    public required PostmortemState State { get; init; }

    /// <summary>With the marks of the regions.</summary>
    public required string InternalMarkdown { get; init; }
    public required string ExternalMarkdown { get; init; }
}

public sealed class PostmortemVersionMapping : IEntityTypeConfiguration<PostmortemVersion>
{
    public void Configure(EntityTypeBuilder<PostmortemVersion> builder)
    {
        builder.ToTable("postmortem_versions", table =>
        {
            table.HasComment("Every version of every postmortem: who wrote what, when and why. Rows are only added.");
            table.HasCheckConstraint("ck_postmortem_versions_reason", "reason in ('Generated','Refreshed','Edited','Restored')");
        });
        builder.HasKey(version => new { version.InstallationId, version.IncidentId, version.Number });
        builder.Property(version => version.Reason).HasConversion<string>().HasMaxLength(20);
        builder.Property(version => version.State).HasConversion<string>().HasMaxLength(20);
        builder.Property(version => version.Author).HasMaxLength(200);
        builder.Property(version => version.Note).HasMaxLength(500);
        builder.HasOne<Postmortem>().WithMany().HasForeignKey(version => new { version.InstallationId, version.IncidentId });
    }
}
