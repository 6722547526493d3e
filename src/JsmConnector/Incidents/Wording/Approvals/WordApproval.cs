using JsmConnector.Platform.Database;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace JsmConnector.Incidents.Wording.Approvals;

/// <summary>Somebody who has a role approved exactly these words, as the incident stood.</summary>
public sealed class WordApproval : ITenantOwned
{
    public required InstallationId InstallationId { get; init; }
    public required IncidentId IncidentId { get; init; }
    public required string Role { get; init; }

    /// <summary>See <see cref="WordsHash"/>.</summary>
    public required string Hash { get; init; }

    /// <summary>Account id.</summary>
    public required string ApprovedBy { get; init; }
    public required DateTimeOffset ApprovedAt { get; init; }
}

public sealed class WordApprovalMapping : IEntityTypeConfiguration<WordApproval>
{
    public void Configure(EntityTypeBuilder<WordApproval> builder)
    {
        builder.ToTable("word_approvals", table => table.HasComment("Approvals of words about security and loss of data, bound to the words and to the facts of their moment."));
        builder.HasKey(a => new { a.InstallationId, a.IncidentId, a.Role, a.Hash });
        builder.Property(a => a.Role).HasMaxLength(40);
        builder.Property(a => a.Hash).HasMaxLength(64);
        builder.Property(a => a.ApprovedBy).HasMaxLength(128);
        builder.HasOne<Incident>().WithMany().HasForeignKey(a => new { a.InstallationId, a.IncidentId });
    }
}
