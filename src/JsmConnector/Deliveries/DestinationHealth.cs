using JsmConnector.Platform.Database;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace JsmConnector.Deliveries;

public enum HealthState
{
    /// <summary>Fails now and then; tried as usual.</summary>
    Failing,
    /// <summary>Failed too often in a row: one delivery tries it now and then, the others wait.</summary>
    Paused,
    /// <summary>Gone or closed to us: nothing is tried until a person resumes it.</summary>
    Broken,
}

/// <summary>What is wrong with a destination. No row: it is well.</summary>
public sealed class DestinationHealth : ITenantOwned
{
    public const int MostFailures = 10;

    /// <summary>As long as the longest pause of a single delivery.</summary>
    public static readonly TimeSpan TryPausedEvery = TimeSpan.FromMinutes(30);

    /// <summary>Only a person mends it; this is how often the waiting deliveries look.</summary>
    public static readonly TimeSpan LookAtBrokenEvery = TimeSpan.FromDays(1);

    public required InstallationId InstallationId { get; init; }
    public required string Channel { get; init; }
    public required string Destination { get; init; }
    public required HealthState State { get; set; }

    /// <summary>Failures in a row.</summary>
    public required int Failures { get; set; }
    public required string Reason { get; set; }
    public required DateTimeOffset Since { get; set; }

    /// <summary>When the next delivery may try; now for a failing destination.</summary>
    public required DateTimeOffset TryAt { get; set; }
}

public sealed class DestinationHealthMapping : IEntityTypeConfiguration<DestinationHealth>
{
    public void Configure(EntityTypeBuilder<DestinationHealth> builder)
    {
        builder.ToTable("destination_health", table =>
        {
            table.HasComment("Destinations that fail, with the reason; a destination without a row is well.");
            table.HasCheckConstraint("ck_destination_health_state", "state in ('Failing','Paused','Broken')");
        });
        builder.HasKey(health => new { health.InstallationId, health.Channel, health.Destination });
        builder.Property(health => health.State).HasConversion<string>().HasMaxLength(20);
    }
}
