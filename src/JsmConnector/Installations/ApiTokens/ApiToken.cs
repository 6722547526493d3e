using JsmConnector.Platform.Database;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace JsmConnector.Installations.ApiTokens;

public readonly record struct ApiTokenId(Guid Value)
{
    public static ApiTokenId New(TimeProvider clock) => new(Guid.CreateVersion7(clock.GetUtcNow()));
}

/// <summary>What a token may do; each includes the ones before.</summary>
public enum ApiTokenRight
{
    Read,
    Publish,
    Administer,
}

/// <summary>A key to `/api/v1` for programs of one site. We hold its hash only: the token itself is shown once, when it is made.</summary>
public sealed class ApiToken : ITenantOwned
{
    public required InstallationId InstallationId { get; init; }
    public required ApiTokenId Id { get; init; }

    /// <summary>What people call it.</summary>
    public required string Name { get; init; }
    public required ApiTokenRight Right { get; init; }

    /// <summary>SHA-256 of the token. It has 256 random bits, so a slow hash would add nothing.</summary>
    public required byte[] Hash { get; init; }

    /// <summary>Account id of the administrator who made it.</summary>
    public string? MadeBy { get; init; }
    public required DateTimeOffset MadeAt { get; init; }
    public required DateTimeOffset ExpiresAt { get; init; }
    public DateTimeOffset? RevokedAt { get; set; }

    /// <summary>To the minute.</summary>
    public DateTimeOffset? LastUsedAt { get; set; }
}

public sealed class ApiTokenMapping : IEntityTypeConfiguration<ApiToken>
{
    public void Configure(EntityTypeBuilder<ApiToken> builder)
    {
        builder.ToTable("api_tokens", table =>
        {
            table.HasComment("Keys to /api/v1 for programs of a site: hashes only, never the token.");
            table.HasCheckConstraint("ck_api_tokens_right", "\"right\" in ('Read','Publish','Administer')");
        });
        builder.HasKey(token => new { token.InstallationId, token.Id });
        builder.Property(token => token.Name).HasMaxLength(100);
        builder.Property(token => token.MadeBy).HasMaxLength(255);
        builder.Property(token => token.Right).HasConversion<string>().HasMaxLength(20);
        builder.HasIndex(token => token.Hash).IsUnique().HasDatabaseName("ix_api_tokens_hash");
        builder.HasOne<Installation>().WithMany().HasForeignKey(token => token.InstallationId);
    }
}
