using JsmConnector.Installations;
using JsmConnector.Platform.Database;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace JsmConnector.StatusPages.Hosts;

/// <summary>A host name that a site wants for a page of its own, and whether it proved that the name is its own.</summary>
public sealed class PageHost : ITenantOwned
{
    public required InstallationId InstallationId { get; init; }
    public required string Host { get; init; }

    /// <summary>Null: not proved; then nothing answers at that name.</summary>
    public DateTimeOffset? ProvedAt { get; set; }
    public required DateTimeOffset CheckedAt { get; set; }

    /// <summary>What was found in place of the proof.</summary>
    public string? Problem { get; set; }
}

public sealed class PageHostMapping : IEntityTypeConfiguration<PageHost>
{
    public void Configure(EntityTypeBuilder<PageHost> builder)
    {
        builder.ToTable("page_hosts", table => table.HasComment("Host names of status pages, with the proof that they belong to the site that uses them."));
        builder.HasKey(host => new { host.InstallationId, host.Host });
        builder.Property(host => host.Host).HasMaxLength(253);
        builder.HasIndex(host => host.Host).HasFilter("proved_at is not null").HasDatabaseName("ix_page_hosts_proved");
        builder.HasOne<Installation>().WithMany().HasForeignKey(host => host.InstallationId);
    }
}
