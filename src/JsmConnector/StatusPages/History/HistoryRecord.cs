using JsmConnector.Installations;
using JsmConnector.Platform.Database;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace JsmConnector.StatusPages.History;

/// <summary>Who changed the past of a page, how and why. Rows are never changed.</summary>
public sealed class HistoryRecord : ITenantOwned
{
    public required InstallationId InstallationId { get; init; }
    public required Guid Id { get; init; }
    public required string PageId { get; init; }

    /// <summary>`correction` or `incident`.</summary>
    public required string Kind { get; init; }

    /// <summary>The component, or the public id of the incident.</summary>
    public required string Subject { get; init; }

    /// <summary>What was written, as JSON.</summary>
    public required string Written { get; init; }

    /// <summary>What stood there before, as JSON; null for what is new.</summary>
    public string? Before { get; init; }
    public required string Reason { get; init; }

    /// <summary>Account id.</summary>
    public string? Author { get; init; }
    public required DateTimeOffset At { get; init; }
}

public sealed class HistoryRecordMapping : IEntityTypeConfiguration<HistoryRecord>
{
    public void Configure(EntityTypeBuilder<HistoryRecord> builder)
    {
        builder.ToTable("history_records", table => table.HasComment("Changes that people made to the past of a status page; rows are never changed."));
        builder.HasKey(r => new { r.InstallationId, r.Id });
        builder.Property(r => r.Id).ValueGeneratedNever();
        builder.Property(r => r.Written).HasColumnType("jsonb");
        builder.Property(r => r.Before).HasColumnType("jsonb");
        builder.HasIndex(r => new { r.InstallationId, r.PageId, r.At });
        builder.HasOne<Installation>().WithMany().HasForeignKey(r => r.InstallationId);
    }
}
