using JsmConnector.Platform.Database;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace JsmConnector.Installations.Settings;

/// <summary>One saved state of a site's settings document; the newest counts, older ones are the history.</summary>
public sealed class SettingsVersion : ITenantOwned
{
    public required InstallationId InstallationId { get; init; }
    public required int Version { get; init; }

    /// <summary>JSON of <see cref="InstallationSettings"/> with secrets encrypted.</summary>
    public required string Document { get; init; }

    /// <summary>Account id of the author.</summary>
    public string? SavedBy { get; init; }
    public required DateTimeOffset SavedAt { get; init; }
}

public sealed class SettingsVersionMapping : IEntityTypeConfiguration<SettingsVersion>
{
    public void Configure(EntityTypeBuilder<SettingsVersion> builder)
    {
        builder.ToTable("settings_versions", table => table.HasComment("Settings documents of a site, every version kept."));
        builder.HasKey(version => new { version.InstallationId, version.Version });
        builder.Property(version => version.Document).HasColumnType("jsonb");
        builder.HasIndex(version => version.Document).HasMethod("gin").HasOperators("jsonb_path_ops").HasDatabaseName("ix_settings_versions_document");
        builder.HasOne<Installation>().WithMany().HasForeignKey(version => version.InstallationId);
    }
}
