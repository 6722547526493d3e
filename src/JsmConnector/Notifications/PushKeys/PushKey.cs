using JsmConnector.Installations;
using JsmConnector.Platform.Database;
using JsmConnector.Platform.Secrets;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace JsmConnector.Notifications.PushKeys;

/// <summary>The key pair by which browsers and push services know a site (RFC 8292). Made once and kept: with another one every subscription would be void.</summary>
public sealed class PushKey : ITenantOwned
{
    public required InstallationId InstallationId { get; init; }

    /// <summary>PKCS #8 in base64, sealed.</summary>
    public required byte[] PrivateKey { get; set; }

    /// <summary>The point, uncompressed, in base64url: what a browser is given.</summary>
    public required string PublicKey { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }

    public static string SealedFor(InstallationId installation) => $"push key:{installation}";
}

public sealed class PushKeyMapping : IEntityTypeConfiguration<PushKey>
{
    public void Configure(EntityTypeBuilder<PushKey> builder)
    {
        builder.ToTable("push_keys", table => table.HasComment("One key pair a site for messages to browsers; the private half is sealed."));
        builder.HasKey(key => key.InstallationId);
        builder.Property(key => key.PublicKey).HasMaxLength(100);
        builder.HasOne<Installation>().WithMany().HasForeignKey(key => key.InstallationId);
    }
}

public sealed class SealedPushKeys : ISealedValues
{
    public IReadOnlyList<string> Columns => ["push_keys.private_key"];

    public Task<Resealed> ResealAsync(InstallationId installation, JsmConnectorContext database, SecretBox secrets, CancellationToken cancellationToken) =>
        database.Set<PushKey>().ResealAsync(key => key.PrivateKey, PushKey.SealedFor(installation), secrets, cancellationToken);
}
