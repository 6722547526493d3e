using JsmConnector.Platform.Database;

namespace JsmConnector.Incidents.Promises;

/// <summary>How far the ladder was climbed for a promise. A new word starts a new promise at the bottom.</summary>
public enum PromiseStep
{
    /// <summary>Nobody needs to be told yet.</summary>
    Standing,
    /// <summary>The communication lead was reminded, with a draft.</summary>
    Reminded,
    /// <summary>The time has come and nothing was said, because only a person may say it.</summary>
    Due,
    Commander,
    Manager,
    Executive,
}

/// <summary>The promise that stands towards one audience of an open incident. No row: nothing is promised.</summary>
public sealed class HeldPromise : ITenantOwned
{
    public const string Customers = "customers";

    public required InstallationId InstallationId { get; init; }
    public required IncidentId IncidentId { get; init; }
    public required string Audience { get; init; }
    public required DateTimeOffset MadeAt { get; set; }
    public required DateTimeOffset DueAt { get; set; }
    public PromiseStep Step { get; set; } = PromiseStep.Standing;

    /// <summary>Holding posts in a row since a person or the ticket last said something.</summary>
    public int HoldingPosts { get; set; }

    /// <summary>When the clock looks next; null once everybody was told.</summary>
    public DateTimeOffset? LookAt { get; set; }
}
