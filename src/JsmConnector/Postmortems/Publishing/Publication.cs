using JsmConnector.Incidents;
using JsmConnector.Incidents.Publications;
using JsmConnector.Platform.Database;
using JsmConnector.Postmortems.Rendering;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace JsmConnector.Postmortems.Publishing;

public enum PublicationState
{
    /// <summary>Under way; the delivery tells how far.</summary>
    Waiting,

    /// <summary>There, and not seen by readers.</summary>
    Draft,
    Published,
    Withdrawn,

    /// <summary>The text is not fit to go out: see the problem.</summary>
    Held,

    /// <summary>People changed it there; a person decides.</summary>
    Changed,

    /// <summary>Needs a person: see the problem.</summary>
    Failed,

    /// <summary>Does not belong there.</summary>
    NotWanted,
}

/// <summary>Where one document of a postmortem stands, or should. The row is the truth: a delivery only says "look".</summary>
public sealed class Publication : ITenantOwned
{
    public required InstallationId InstallationId { get; init; }
    public required IncidentId IncidentId { get; init; }

    /// <summary>`confluence`, `builtin:main`, `statuspage:sp`, `ticket`.</summary>
    public required string Target { get; init; }
    public required TemplateAudience Document { get; set; }
    public required PublicationWish Wish { get; set; }

    /// <summary>The version that people want there.</summary>
    public required int Version { get; set; }

    /// <summary>A person wants ours over what others changed there; counts once.</summary>
    public bool Overwrite { get; set; }
    public PublicationState State { get; set; }

    /// <summary>What is wrong, or could not be had, and how to mend it.</summary>
    public string? Problem { get; set; }
    public string? RemoteId { get; set; }
    public int? RemoteVersion { get; set; }
    public string? RemoteHash { get; set; }
    public string? Hash { get; set; }
    public string? SendingHash { get; set; }
    public string? Title { get; set; }
    public string? Url { get; set; }

    /// <summary>Account id of who asked last; null for the app.</summary>
    public string? AskedBy { get; set; }
    public required DateTimeOffset AskedAt { get; set; }
    public DateTimeOffset? DoneAt { get; set; }

    public KnownPublication Known => new()
    {
        RemoteId = RemoteId,
        RemoteVersion = RemoteVersion,
        RemoteHash = RemoteHash,
        Hash = Hash,
        SendingHash = SendingHash,
        Title = Title,
        Url = Url,
    };
}

public sealed class PublicationMapping : IEntityTypeConfiguration<Publication>
{
    public void Configure(EntityTypeBuilder<Publication> builder)
    {
        builder.ToTable("postmortem_publications", table =>
        {
            table.HasComment("Where documents of postmortems stand outside the app, or should: one row a place.");
            table.HasCheckConstraint("ck_postmortem_publications_state", "state in ('Waiting','Draft','Published','Withdrawn','Held','Changed','Failed','NotWanted')");
            table.HasCheckConstraint("ck_postmortem_publications_wish", "wish in ('Draft','Published','Withdrawn')");
        });
        builder.HasKey(p => new { p.InstallationId, p.IncidentId, p.Target });
        builder.Property(p => p.Target).HasMaxLength(60);
        builder.Property(p => p.Document).HasConversion<string>().HasMaxLength(20);
        builder.Property(p => p.Wish).HasConversion<string>().HasMaxLength(20);
        builder.Property(p => p.State).HasConversion<string>().HasMaxLength(20);
        builder.Property(p => p.Problem).HasMaxLength(1000);
        builder.Property(p => p.RemoteId).HasMaxLength(100);
        builder.Property(p => p.RemoteHash).HasMaxLength(64);
        builder.Property(p => p.Hash).HasMaxLength(64);
        builder.Property(p => p.SendingHash).HasMaxLength(64);
        builder.Property(p => p.Title).HasMaxLength(300);
        builder.Property(p => p.Url).HasMaxLength(2000);
        builder.Property(p => p.AskedBy).HasMaxLength(200);
        builder.HasOne<Postmortem>().WithMany().HasForeignKey(p => new { p.InstallationId, p.IncidentId });
    }
}
