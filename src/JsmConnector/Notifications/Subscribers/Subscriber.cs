using JsmConnector.Installations;
using JsmConnector.Platform.Database;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace JsmConnector.Notifications.Subscribers;

public enum SubscriberState
{
    /// <summary>Asked, not confirmed: hears nothing but the question.</summary>
    Pending,
    Active,
    /// <summary>The address does not take our messages any more.</summary>
    Quarantined,
    Unsubscribed,
}

/// <summary>A reader of a page who wants to be told. The address is sealed; what is needed to find it again is a hash.</summary>
public sealed class Subscriber : ITenantOwned
{
    public required InstallationId InstallationId { get; init; }
    public required Guid Id { get; init; }

    /// <summary>Id of the page in the settings.</summary>
    public required string PageId { get; init; }

    /// <summary>`email`, `webhook`, `slack`, `teams` or `push`.</summary>
    public required string Kind { get; init; }
    public required byte[] Address { get; set; }
    public required string AddressHash { get; init; }

    /// <summary>Enough of the address for an administrator to recognise it: `a…@example.com`.</summary>
    public required string Hint { get; init; }

    /// <summary>Random, sealed; every token of the subscriber comes from it.</summary>
    public required byte[] Seed { get; set; }
    public string? ConfirmHash { get; set; }
    public required string ManageHash { get; init; }
    public required string UnsubscribeHash { get; init; }
    public required string Language { get; set; }
    public SubscriberState State { get; set; } = SubscriberState.Pending;

    /// <summary>Public ids of components and groups; null: everything on the page.</summary>
    public string[]? Scopes { get; set; }
    public bool Incidents { get; set; } = true;
    public bool Maintenance { get; set; } = true;

    /// <summary>Incidents that never got as bad as this are not told: 4 tells all, 1 only the worst.</summary>
    public int LeastSeverity { get; set; } = 4;

    /// <summary>Only the first word and the end.</summary>
    public bool Briefly { get; set; }
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When the question of the newest token was asked.</summary>
    public DateTimeOffset? AskedAt { get; set; }

    /// <summary>Which words were agreed to, and a hash of where the request came from: proof of consent.</summary>
    public required string Consent { get; set; }
    public string? ConsentFrom { get; set; }
    public DateTimeOffset? ConfirmedAt { get; set; }

    /// <summary>Of a page that is not public: the access link by which the reader came.</summary>
    public Guid? AccessLinkId { get; set; }

    /// <summary>Or the address that he signed in with, sealed.</summary>
    public byte[]? SignedInAs { get; set; }
    public int Failures { get; set; }
    public DateTimeOffset? FailingSince { get; set; }
    public string? Trouble { get; set; }
    public DateTimeOffset? EndedAt { get; set; }

    /// <summary>
    /// Of two subscriptions of one address, whether this one stays and not the one that was made after it. A question that was only asked displaces nothing that
    /// its reader decided; of two decisions the later one counts.
    /// </summary>
    public bool OutranksNewer(Subscriber newer) => (State, newer.State) switch
    {
        (SubscriberState.Active, SubscriberState.Active) => ConfirmedAt > newer.ConfirmedAt,
        (SubscriberState.Active, SubscriberState.Unsubscribed) => ConfirmedAt > newer.EndedAt,
        (SubscriberState.Active, _) => true,
        _ => false,
    };

    public static string SealedFor(InstallationId installation) => $"subscribers:{installation}";
}

public sealed class SubscriberMapping : IEntityTypeConfiguration<Subscriber>
{
    public void Configure(EntityTypeBuilder<Subscriber> builder)
    {
        builder.ToTable("subscribers", table =>
        {
            table.HasComment("Readers of status pages who asked to be told; addresses are sealed.");
            table.HasCheckConstraint("ck_subscribers_state", "state in ('Pending','Active','Quarantined','Unsubscribed')");
            table.HasCheckConstraint("ck_subscribers_kind", "kind in ('email','webhook','slack','teams','push')");
        });
        builder.HasKey(s => new { s.InstallationId, s.Id });
        builder.Property(s => s.Id).ValueGeneratedNever();
        builder.Property(s => s.State).HasConversion<string>().HasMaxLength(20);
        builder.Property(s => s.Kind).HasMaxLength(20);
        builder.HasIndex(s => new { s.InstallationId, s.PageId, s.Kind, s.AddressHash }).IsUnique();
        builder.HasIndex(s => new { s.InstallationId, s.PageId, s.Id }).HasFilter("state = 'Active'").HasDatabaseName("ix_subscribers_active");
        builder.HasIndex(s => new { s.InstallationId, s.ConfirmHash });
        builder.HasIndex(s => new { s.InstallationId, s.ManageHash });
        builder.HasIndex(s => new { s.InstallationId, s.UnsubscribeHash });
        builder.HasOne<Installation>().WithMany().HasForeignKey(s => s.InstallationId);
    }
}
