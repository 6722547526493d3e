using JsmConnector.Installations;
using JsmConnector.Platform.Database;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace JsmConnector.StatusPages.Import;

public enum ImportState
{
    Running,
    Done,
    Failed,
}

/// <summary>The past of a page elsewhere on its way into a page of ours. The row says how far it came, so that a restart goes on there.</summary>
public sealed class PageImport : ITenantOwned
{
    public required InstallationId InstallationId { get; init; }
    public required Guid Id { get; init; }

    /// <summary>Id of the built-in page in the settings.</summary>
    public required string PageId { get; init; }

    /// <summary>Id of an entry of the settings, or the address of a page.</summary>
    public required string Source { get; init; }
    public ImportState State { get; set; } = ImportState.Running;

    /// <summary>Portions that are done; the next one to read is one more.</summary>
    public int Portions { get; set; }
    public int Components { get; set; }
    public int Incidents { get; set; }

    /// <summary>Null while nobody knows.</summary>
    public int? Expected { get; set; }
    public int Attempts { get; set; }
    public required DateTimeOffset DueAt { get; set; }
    public string? Reason { get; set; }
    public string? Author { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? FinishedAt { get; set; }
    public uint RowVersion { get; init; }
}

public sealed class PageImportMapping : IEntityTypeConfiguration<PageImport>
{
    public void Configure(EntityTypeBuilder<PageImport> builder)
    {
        builder.ToTable("page_imports", table =>
        {
            table.HasComment("Imports of the past of status pages elsewhere, with how far they came.");
            table.HasCheckConstraint("ck_page_imports_state", "state in ('Running','Done','Failed')");
        });
        builder.HasKey(i => new { i.InstallationId, i.Id });
        builder.Property(i => i.Id).ValueGeneratedNever();
        builder.Property(i => i.State).HasConversion<string>().HasMaxLength(20);
        builder.Property(i => i.RowVersion).IsRowVersion();
        builder.HasIndex(i => i.DueAt).HasFilter("state = 'Running'").HasDatabaseName("ix_page_imports_running");
        builder.HasOne<Installation>().WithMany().HasForeignKey(i => i.InstallationId);
    }
}
