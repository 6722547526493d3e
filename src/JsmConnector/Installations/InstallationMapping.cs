using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace JsmConnector.Installations;

public sealed class InstallationMapping : IEntityTypeConfiguration<Installation>
{
    public void Configure(EntityTypeBuilder<Installation> builder)
    {
        builder.ToTable("installations", table =>
        {
            table.HasComment("Jira sites that installed the app. Not filtered by tenant: it is where a tenant is found.");
            table.HasCheckConstraint("ck_installations_state", "state in ('Enabled','Disabled','Uninstalled','Superseded')");
            table.HasCheckConstraint("ck_installations_event_source", "event_source in ('Connect','Forge','SignedWebhook')");
        });
        builder.HasKey(installation => installation.Id);
        builder.Property(installation => installation.Id).ValueGeneratedNever();
        builder.Property(installation => installation.State).HasConversion<string>().HasMaxLength(20);
        builder.Property(installation => installation.EventSource).HasConversion<string>().HasMaxLength(20);
        builder.Property(installation => installation.JoinedForgeInstallation).HasMaxLength(200);
        builder.Property(installation => installation.ClientKey).HasMaxLength(255);
        builder.Property(installation => installation.BaseUrl).HasMaxLength(500);
        builder.Property(installation => installation.DisplayUrl).HasMaxLength(500);
        builder.Property(installation => installation.HelpCenterUrl).HasMaxLength(500);
        builder.Property(installation => installation.ShortName).HasMaxLength(100);
        builder.Property(installation => installation.Catalog).HasColumnType("jsonb");
        builder.HasIndex(installation => installation.ClientKey).IsUnique();
        builder.HasIndex(installation => installation.ShortName).IsUnique();
        builder.HasIndex(installation => installation.JoinedForgeInstallation).IsUnique();
    }
}
