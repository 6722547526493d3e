using JsmConnector.Platform.Database;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace JsmConnector.Installations.AdminWebhooks;

/// <summary>The door of a site without Connect and Forge: an administrator types our address and this secret into Jira's WebHooks screen.</summary>
public sealed class AdminWebhook : ITenantOwned
{
    public required InstallationId InstallationId { get; init; }

    /// <summary>Encrypted with the installation bound in.</summary>
    public required byte[] Secret { get; set; }

    /// <summary>Verifies until <see cref="PreviousSecretUntil"/>: a person needs time to type the new one into Jira.</summary>
    public byte[]? PreviousSecret { get; set; }

    public DateTimeOffset? PreviousSecretUntil { get; set; }

    /// <summary>When the current secret was made.</summary>
    public required DateTimeOffset MadeAt { get; set; }

    public static string SecretOf(InstallationId id) => $"installation:{id}:webhook-secret";
}

public sealed class AdminWebhookMapping : IEntityTypeConfiguration<AdminWebhook>
{
    public void Configure(EntityTypeBuilder<AdminWebhook> builder)
    {
        builder.ToTable("admin_webhooks", table => table.HasComment("Secrets of signed admin webhooks: one row a site that came through this door. Gone when the site is removed."));
        builder.HasKey(webhook => webhook.InstallationId);
        builder.HasOne<Installation>().WithMany().HasForeignKey(webhook => webhook.InstallationId);
    }
}
