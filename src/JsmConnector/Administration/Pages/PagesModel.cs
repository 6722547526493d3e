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
    /// <summary>Of a page for invited readers: subscribers who came when it was public.</summary>
    public int FromPublicTime { get; init; }
    public IReadOnlyList<Subscriber> Troubled { get; init; } = [];
    public IReadOnlyList<PageDrift> Drift { get; init; } = [];
    public IReadOnlyList<PageImport> Imports { get; init; } = [];
    public IReadOnlyList<Maintenance> Maintenances { get; init; } = [];
    public IReadOnlyList<PageAccessLink> Links { get; init; } = [];
    public IReadOnlyList<string> Components { get; init; } = [];

    /// <summary>Of a page that wants a host name of its own.</summary>
    public HostState? Host { get; init; }
    public Done? Done { get; init; }

    /// <summary>An access link that was just made, shown this once.</summary>
    public string? MadeLink { get; init; }
    public required string SessionToken { get; init; }
    public required string ActionPath { get; init; }
    public required string OverviewPath { get; init; }
    public required string RulesPath { get; init; }

    public bool IsBuiltin => Page?.Provider == StatusPageSettings.BuiltIn.Provider;
}

/// <param name="Line">The line that proves it, in <see cref="StatusPages.Hosts.HostProof.Path"/>.</param>
public sealed record HostState(string Name, string Line, bool IsTrusted, DateTimeOffset? ProvedAt, DateTimeOffset? CheckedAt, string? Problem)
{
    public bool IsServed => IsTrusted || ProvedAt is not null;
}
