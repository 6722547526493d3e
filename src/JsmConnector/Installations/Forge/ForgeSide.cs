using JsmConnector.Platform.Database;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace JsmConnector.Installations.Forge;

/// <summary>What Forge knows of a site that installed our custom app: its names there, and the newest token for calls back.</summary>
public sealed class ForgeSide : ITenantOwned
{
    public required InstallationId InstallationId { get; init; }

    /// <summary>`ari:cloud:ecosystem::installation/{uuid}`; a new one after each installation.</summary>
    public required string ForgeInstallation { get; set; }

    /// <summary>The site; the same for ever, whatever is installed again or renamed.</summary>
    public required string CloudId { get; init; }

    public required string Environment { get; set; }

    /// <summary>`ari:cloud:ecosystem::environment/{app}/{environment}`: Jira's address of our page is made from it. Null until Forge said it.</summary>
    public string? EnvironmentId { get; set; }

    /// <summary>Encrypted with the installation bound in; null before the first one, and when the app is gone.</summary>
    public byte[]? SystemToken { get; set; }

    public DateTimeOffset? TokenReceivedAt { get; set; }

    /// <summary>Any verified call of Forge.</summary>
    public required DateTimeOffset LastCalledAt { get; set; }

    /// <summary>Since when Jira has refused the token without a call of Forge in between; null while all is well.</summary>
    public DateTimeOffset? RefusedSince { get; set; }

    /// <summary>When the app counted as uninstalled, since Forge does not say it.</summary>
    public DateTimeOffset? GoneAt { get; set; }

    /// <summary>Our one page inside Jira, below the site's address; null until the environment is known. https://developer.atlassian.com/platform/forge/manifest-reference/modules/jira-global-page/</summary>
    public string? PagePath => EnvironmentId is { } id ? $"/jira/apps/{id[(id.IndexOf('/', StringComparison.Ordinal) + 1)..]}" : null;

    public static string SecretOf(InstallationId id) => $"installation:{id}:forge-system-token";
}

public sealed class ForgeSideMapping : IEntityTypeConfiguration<ForgeSide>
{
    public void Configure(EntityTypeBuilder<ForgeSide> builder)
    {
        builder.ToTable("forge_sides", table => table.HasComment("Sites that installed the custom Forge app: one row a site, with the newest system token."));
        builder.HasKey(side => side.InstallationId);
        builder.Ignore(side => side.PagePath);
        builder.Property(side => side.ForgeInstallation).HasMaxLength(200);
        builder.Property(side => side.CloudId).HasMaxLength(36);
        builder.Property(side => side.Environment).HasMaxLength(100);
        builder.Property(side => side.EnvironmentId).HasMaxLength(150);
        // A verified call is led to its site by these, before a site was entered.
        builder.HasIndex(side => side.ForgeInstallation).IsUnique();
        builder.HasIndex(side => side.CloudId).IsUnique();
        builder.HasOne<Installation>().WithMany().HasForeignKey(side => side.InstallationId);
    }
}
