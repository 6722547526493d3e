using JsmConnector.Platform.Database;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace JsmConnector.Installations;

/// <summary>A limit of Jira that one node heard of and all nodes keep.</summary>
public sealed class SiteLimit : ITenantOwned
{
    public required InstallationId InstallationId { get; init; }

    /// <summary>All calls of the site, one endpoint, or writes to one issue.</summary>
    public required string Scope { get; init; }
    public required DateTimeOffset Until { get; set; }
    public required int Refusals { get; set; }

    /// <summary>Jira's own word for it, for the administrator.</summary>
    public string? Reason { get; set; }
}

public sealed class SiteLimitMapping : IEntityTypeConfiguration<SiteLimit>
{
    public void Configure(EntityTypeBuilder<SiteLimit> builder)
    {
        builder.ToTable("site_limits", table => table.HasComment("What rests at a site because Jira asked for it; read together with the installation, so that asking costs nothing."));
        builder.HasKey(limit => new { limit.InstallationId, limit.Scope });
        builder.Property(limit => limit.Scope).HasMaxLength(300);
        builder.Property(limit => limit.Reason).HasMaxLength(100);
        builder.HasOne<Installation>().WithMany().HasForeignKey(limit => limit.InstallationId);
    }
}
