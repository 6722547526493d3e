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

    /// <summary>Address of the Jira site, without a trailing slash.</summary>
    public required string SiteUrl { get; init; }

    /// <summary>Address of the built-in status page; null when the site has none.</summary>
    public string? StatusPageUrl { get; init; }
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

    /// <param name="Because">Continues "Jira's own history of the ticket is missing, because …".</param>
    public sealed record Missing(string Because) : TicketHistory;
}
