using JsmConnector.Incidents;
using JsmConnector.Installations;
using JsmConnector.Platform.Database;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace JsmConnector.StatusPages.Providers.Statuspage;

/// <summary>Which component there is which of ours, found or made by name once and known by id from then on: a new name on either side parts nothing.</summary>
public sealed class RemoteComponentRow : ITenantOwned
{
    public required InstallationId InstallationId { get; init; }
    public required string DestinationId { get; init; }
    public required string PageId { get; init; }
    public required ComponentId ComponentId { get; init; }
    public required string RemoteId { get; set; }
    public required DateTimeOffset FoundAt { get; set; }
}

public sealed class RemoteComponentRowMapping : IEntityTypeConfiguration<RemoteComponentRow>
{
    public void Configure(EntityTypeBuilder<RemoteComponentRow> builder)
    {
        builder.ToTable("statuspage_components", table => table.HasComment("Components on an Atlassian Statuspage page that were found or made by their names."));
        builder.HasKey(c => new { c.InstallationId, c.DestinationId, c.PageId, c.ComponentId });
        builder.Property(c => c.DestinationId).HasMaxLength(100);
        builder.Property(c => c.PageId).HasMaxLength(64);
        builder.Property(c => c.RemoteId).HasMaxLength(64);
        builder.HasOne<Installation>().WithMany().HasForeignKey(c => c.InstallationId);
    }
}
