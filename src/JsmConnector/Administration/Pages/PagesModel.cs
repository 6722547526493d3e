using JsmConnector.Installations.Settings;
using JsmConnector.Maintenances;
using JsmConnector.Notifications.Subscribers;
using JsmConnector.StatusPages.Access;
using JsmConnector.StatusPages.Import;
using JsmConnector.StatusPages.Upkeep;

namespace JsmConnector.Administration.Pages;

/// <summary>One status page of the site as its administrator sees it, and what he just did.</summary>
public sealed record PagesModel
{
    public required IReadOnlyList<StatusPageSettings> Pages { get; init; }
    public required StatusPageSettings? Page { get; init; }

    /// <summary>Of a built-in page.</summary>
    public string? Address { get; init; }
    public IReadOnlyDictionary<SubscriberState, int> Readers { get; init; } = new Dictionary<SubscriberState, int>();
    public IReadOnlyList<Subscriber> Troubled { get; init; } = [];
    public IReadOnlyList<PageDrift> Drift { get; init; } = [];
    public IReadOnlyList<PageImport> Imports { get; init; } = [];
    public IReadOnlyList<Maintenance> Maintenances { get; init; } = [];
    public IReadOnlyList<PageAccessLink> Links { get; init; } = [];
    public IReadOnlyList<string> Components { get; init; } = [];
    public Done? Done { get; init; }

    /// <summary>An access link that was just made, shown this once.</summary>
    public string? MadeLink { get; init; }
    public required string SessionToken { get; init; }
    public required string ActionPath { get; init; }
    public required string OverviewPath { get; init; }

    public bool IsBuiltin => Page?.Provider == StatusPageSettings.BuiltIn.Provider;
}
