using JsmConnector.AtlassianConnect.Client;
using JsmConnector.Deliveries;
using JsmConnector.Incidents;
using JsmConnector.Installations;

namespace JsmConnector.Postmortems.Facts;

/// <summary>Everything that was recorded about an incident, before it is weighed.</summary>
public sealed record IncidentRecord
{
    public required Incident Incident { get; init; }

    /// <summary>Oldest first.</summary>
    public IReadOnlyList<IncidentUpdate> Updates { get; init; } = [];

    /// <summary>What webhooks told.</summary>
    public IReadOnlyList<TimelineEntry> Entries { get; init; } = [];

    /// <summary>Oldest first.</summary>
    public IReadOnlyList<Delivery> Deliveries { get; init; } = [];
    public SiteCatalog Catalog { get; init; } = SiteCatalog.Empty;
    public required TicketHistory History { get; init; }
    public TicketSurroundings Surroundings { get; init; } = TicketSurroundings.Unknown;

    /// <summary>At most one for each moment.</summary>
    public IReadOnlyList<Correction> Corrections { get; init; } = [];

    /// <summary>Address of the Jira site, without a trailing slash.</summary>
    public required string SiteUrl { get; init; }

    /// <summary>Address of the built-in status page; null when the site has none.</summary>
    public string? StatusPageUrl { get; init; }
    /// <summary>Names by account, for people whom only the app's own notes tell of.</summary>
    public IReadOnlyDictionary<string, string> Names { get; init; } = new Dictionary<string, string>();

    public required DateTimeOffset Now { get; init; }
}

/// <summary>What Jira itself says of the ticket's past.</summary>
public abstract record TicketHistory
{
    private TicketHistory() { }

    /// <param name="Changes">Oldest first.</param>
    /// <param name="Statuses">By id.</param>
    public sealed record Read(
        IReadOnlyList<JiraChange> Changes, IReadOnlyList<JiraComment> Comments, IReadOnlyDictionary<string, JiraStatus> Statuses) : TicketHistory;

    public sealed record Missing(WhyMissing Why) : TicketHistory;
}

public enum WhyMissing
{
    AppIsOff,
    GoneOrHidden,
    Refused,
    Busy,
    Unreachable,
}

public static class WhyMissingWords
{
    /// <summary>Continues "… is missing, because".</summary>
    public static string Because(this WhyMissing why) => why switch
    {
        WhyMissing.AppIsOff => "the app is not enabled on the site",
        WhyMissing.GoneOrHidden => "the ticket was deleted, or the app may not see it",
        WhyMissing.Refused => "Jira refused to show it",
        WhyMissing.Busy => "Jira limits how often it may be asked",
        _ => "Jira could not be reached",
    };
}
