using JsmConnector.Incidents;
using JsmConnector.Platform.Database;
using JsmConnector.Postmortems.Versions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace JsmConnector.Postmortems.Review;

/// <summary>One person agreed to one text. A change of the text makes a new version, to which nobody has agreed yet.</summary>
public sealed class PostmortemApproval : ITenantOwned
{
    public required InstallationId InstallationId { get; init; }
    public required IncidentId IncidentId { get; init; }

    /// <summary>Of the version that was approved.</summary>
    public required int Number { get; init; }

    /// <summary>Account id.</summary>
    public required string By { get; init; }
    public required DateTimeOffset At { get; init; }
}

public sealed class PostmortemApprovalMapping : IEntityTypeConfiguration<PostmortemApproval>
{
    public void Configure(EntityTypeBuilder<PostmortemApproval> builder)
    {
        builder.ToTable("postmortem_approvals", table => table.HasComment("Who agreed to which version of a postmortem. Bound to the text: a new version has none."));
        builder.HasKey(approval => new { approval.InstallationId, approval.IncidentId, approval.Number, approval.By });
        builder.Property(approval => approval.By).HasMaxLength(200);
        builder.HasOne<PostmortemVersion>().WithMany().HasForeignKey(approval => new { approval.InstallationId, approval.IncidentId, approval.Number });
    }
}
