using System.Text.Json.Serialization;
using JsmConnector.Incidents;
using JsmConnector.Installations.Settings;
using JsmConnector.StatusPages.Access;
using JsmConnector.StatusPages.Providers.Builtin;

namespace JsmConnector.PublicStatus;

/// <summary>Everything a built-in page shows at one moment; HTML, JSON, feeds and calendar are all made from it.</summary>
public sealed record PublicPage
{
    /// <summary>Twelve characters, the same as long as the page's entry in the settings keeps its id.</summary>
    public required string Id { get; init; }
    public required string Name { get; init; }

    /// <summary>Where the page says that it is: absolute, without a trailing slash.</summary>
    public required string Url { get; init; }

    /// <summary>What links on the page begin with: `/status/acme`, or nothing at the root of the page's own host name.</summary>
    public required string Root { get; init; }
    public PageSettings Settings { get; init; } = PageSettings.Default;
    public required long Version { get; init; }

    /// <summary>Of the settings that it was put together with.</summary>
    public int SettingsVersion { get; init; }

    /// <summary>Of its access links.</summary>
    public int AccessVersion { get; init; }
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>When the page was put together: what "late" and the days of the bars are counted from.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>Since when the page cannot read news; null when it can.</summary>
    public DateTimeOffset? StaleSince { get; init; }
    public required IReadOnlyList<PageComponent> Components { get; init; }

    /// <summary>Groups of the settings with the components that they hold; components in none stand under <see cref="Loose"/>.</summary>
    public IReadOnlyList<PageGroup> Groups { get; init; } = [];

    /// <summary>Newest first: all open ones, and of the others those of the past days. Older ones are read page by page.</summary>
    public required IReadOnlyList<PageIncident> Incidents { get; init; }

    /// <summary>Planned work, newest window first: all that is not over, and some that is.</summary>
    public IReadOnlyList<PageIncident> Maintenances { get; init; } = [];

    /// <summary>How many incidents the history holds.</summary>
    public int IncidentCount { get; init; }

    /// <summary>Keys that open a page that is not public.</summary>
    public IReadOnlyList<PageKeyHash> Keys { get; init; } = [];

    /// <summary>Ways in which readers may subscribe: `email`, `webhook`, `slack`, `teams`, `push`.</summary>
    public IReadOnlyList<string> Ways { get; init; } = [];

    /// <summary>Readers can sign in by mail.</summary>
    public bool SignsIn { get; init; }

    public bool IsPrivate => Settings.Access != "public";

    public IReadOnlyList<PageIncident> Open => [.. Incidents.Where(i => i.IsOpen).OrderBy(i => ImpactOrder(i.Row.Impact)).ThenByDescending(i => i.Row.StartedAt)];

    /// <summary>Running, then planned; the next one first.</summary>
    public IReadOnlyList<PageIncident> Planned => [.. Maintenances.Where(m => m.IsOpen).OrderBy(m => m.Row.Stage == "scheduled").ThenBy(m => m.Row.ScheduledFor)];

    public IReadOnlyList<PageComponent> Loose
    {
        get
        {
            var grouped = Groups.SelectMany(group => group.All).Select(component => component.Row.PublicId).ToHashSet(StringComparer.Ordinal);
            return [.. Components.Where(component => !grouped.Contains(component.Row.PublicId))];
        }
    }

    public PageIndicator Indicator => PageIndicator.Of(
        Components.Select(component => component.Status), Open.Where(incident => incident.Row.ComponentIds.Length == 0).Select(incident => incident.Row.Impact));

    /// <summary>The bytes would be others although nothing was written: a day ended, a promise became late, or an outage goes on, which counts.</summary>
    public bool IsOutdated(DateTimeOffset now) =>
        Now.UtcDateTime.Date != now.UtcDateTime.Date
        || Open.Any(i => i.Row.NextUpdateAt is { } next && next > Now && next <= now)
        || (now - Now >= TimeSpan.FromMinutes(1) && Components.Any(component => PublicStatus.Uptime.Weight(component.Status) > 0));

    private static int ImpactOrder(string impact) => impact switch { "critical" => 0, "major" => 1, "minor" => 2, _ => 3 };
}

public sealed record PageComponent(PublishedComponent Row, [property: JsonConverter(typeof(UptimeDaysJson))] IReadOnlyList<UptimeDay> Days)
{
    public string? Description { get; init; }

    public ComponentStatus Status => ComponentStatuses.Of(Row.Status);

    /// <summary>Percent over the days that have data; null before the first.</summary>
    public double? Uptime => PublicStatus.Uptime.Percent(Days);
}

/// <param name="Updates">Newest first.</param>
public sealed record PageIncident(PublishedIncident Row, IReadOnlyList<PublishedUpdate> Updates)
{
    public bool IsMaintenance => Row.ScheduledFor is not null;

    public bool IsOpen => Row.Stage is not ("resolved" or "completed" or "postmortem");
}
