using JsmConnector.Installations;
using JsmConnector.Platform.Database;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace JsmConnector.StatusPages.Upkeep;

/// <summary>Something on a page elsewhere that is not as we hold it, since when; gone when both agree again.</summary>
public sealed class PageDrift : ITenantOwned
{
    public required InstallationId InstallationId { get; init; }

    /// <summary>Id of the page in the settings.</summary>
    public required string PageId { get; init; }
    public required string Subject { get; init; }
    public required string What { get; init; }
    public required string Name { get; set; }
    public required string Ours { get; set; }
    public required string Theirs { get; set; }

    /// <summary>Somebody changed there what we had written: our updates leave it alone until it is repaired.</summary>
    public required bool ByHand { get; set; }
    public required DateTimeOffset FoundAt { get; init; }
}

public sealed class PageDriftMapping : IEntityTypeConfiguration<PageDrift>
{
    public void Configure(EntityTypeBuilder<PageDrift> builder)
    {
        builder.ToTable("page_drifts", table => table.HasComment("What differs between a status page elsewhere and what we hold."));
        builder.HasKey(d => new { d.InstallationId, d.PageId, d.Subject, d.What });
        builder.HasOne<Installation>().WithMany().HasForeignKey(d => d.InstallationId);
    }
}
