using JsmConnector.Installations;
using JsmConnector.Platform.Database;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace JsmConnector.StatusPages.Access;

/// <summary>A key to a page that is not public: one for each group of readers, so that one can be withdrawn without the others.</summary>
public sealed class PageAccessLink : ITenantOwned
{
    public required InstallationId InstallationId { get; init; }
    public required Guid Id { get; init; }

    /// <summary>Id of the page in the settings.</summary>
    public required string PageId { get; init; }

    /// <summary>Whom it was made for.</summary>
    public required string Name { get; init; }

    /// <summary>SHA-256 of the key, in hex; the key itself is shown once and kept nowhere.</summary>
    public required string KeyHash { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Account id of the maker.</summary>
    public string? CreatedBy { get; init; }
    public DateTimeOffset? ExpiresAt { get; init; }
    public DateTimeOffset? WithdrawnAt { get; set; }
}

public sealed class PageAccessLinkMapping : IEntityTypeConfiguration<PageAccessLink>
{
    public void Configure(EntityTypeBuilder<PageAccessLink> builder)
    {
        builder.ToTable("page_access_links", table => table.HasComment("Keys to pages that are not public; withdrawn ones stay as the record of who could read."));
        builder.HasKey(link => new { link.InstallationId, link.Id });
        builder.Property(link => link.Id).ValueGeneratedNever();
        builder.HasIndex(link => new { link.InstallationId, link.PageId });
        builder.HasOne<Installation>().WithMany().HasForeignKey(link => link.InstallationId);
    }
}
