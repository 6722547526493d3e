using JsmConnector.Platform.Database;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace JsmConnector.Installations.AdminWebhooks;

public enum SiteTokenKind
{
    /// <summary>Of a (service) account, with scopes; works at Atlassian's gateway only.</summary>
    Scoped,

    /// <summary>Of an account, without scopes; works at the site only.</summary>
    Classic,

    /// <summary>Data Center; works at the site.</summary>
    Personal,
}

/// <summary>How the app calls back a site that came through an admin webhook. Without one, incidents still flow; what needs Jira's answer waits.</summary>
public sealed class SiteToken : ITenantOwned
{
    public required InstallationId InstallationId { get; init; }
    public required SiteTokenKind Kind { get; set; }

    /// <summary>E-mail of the account; null for tokens that stand alone (personal ones, and service accounts' where Atlassian takes them as bearer).</summary>
    public string? Account { get; set; }

    /// <summary>Encrypted with the installation bound in.</summary>
    public required byte[] Token { get; set; }

    /// <summary>The site's name at the gateway; null unless <see cref="Kind"/> is scoped.</summary>
    public string? CloudId { get; set; }
    public required DateTimeOffset SavedAt { get; set; }

    public static string SecretOf(InstallationId id) => $"installation:{id}:site-token";
}

public sealed class SiteTokenMapping : IEntityTypeConfiguration<SiteToken>
{
    public void Configure(EntityTypeBuilder<SiteToken> builder)
    {
        builder.ToTable("site_tokens", table =>
        {
            table.HasComment("API tokens by which the app calls sites without Connect and Forge. Gone when the site is removed.");
            table.HasCheckConstraint("ck_site_tokens_kind", "kind in ('Scoped','Classic','Personal')");
            table.HasCheckConstraint("ck_site_tokens_cloud", "(kind = 'Scoped') = (cloud_id is not null)");
        });
        builder.HasKey(token => token.InstallationId);
        builder.Property(token => token.Kind).HasConversion<string>().HasMaxLength(20);
        builder.Property(token => token.Account).HasMaxLength(320);
        builder.Property(token => token.CloudId).HasMaxLength(36);
        builder.HasOne<Installation>().WithMany().HasForeignKey(token => token.InstallationId);
    }
}
