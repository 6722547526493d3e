using JsmConnector.Incidents;
using JsmConnector.StatusPages.Providers.Builtin;

namespace JsmConnector.PublicStatus;

/// <summary>Everything a built-in page shows at one moment; HTML, JSON and feeds are all made from it.</summary>
public sealed record PublicPage
{
    /// <summary>Path segment: `acme` in /status/acme.</summary>
    public required string Address { get; init; }
    public required string Name { get; init; }

    /// <summary>Absolute, without a trailing slash.</summary>
    public required string Url { get; init; }
    public required long Version { get; init; }
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>When the page was put together: what "late" and the days of the bars are counted from.</summary>
    public required DateTimeOffset Now { get; init; }
    public required IReadOnlyList<PageComponent> Components { get; init; }

    /// <summary>Newest first.</summary>
    public required IReadOnlyList<PageIncident> Incidents { get; init; }

    public string Id => PublicId.Of(new Guid(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(Address)).AsSpan(0, 16)));

    public IReadOnlyList<PageIncident> Open => [.. Incidents.Where(i => i.IsOpen).OrderBy(i => ImpactOrder(i.Row.Impact)).ThenByDescending(i => i.Row.StartedAt)];

    public PageIndicator Indicator => PageIndicator.Of(Components.Select(component => component.Status));

    /// <summary>The bytes would be others although nothing was written: a day ended, a promise became late, or an outage goes on, which counts.</summary>
    public bool IsOutdated(DateTimeOffset now) =>
        Now.UtcDateTime.Date != now.UtcDateTime.Date
        || Open.Any(i => i.Row.NextUpdateAt is { } next && next > Now && next <= now)
        || (now - Now >= TimeSpan.FromMinutes(1) && Components.Any(component => PublicStatus.Uptime.Weight(component.Status) > 0));

    private static int ImpactOrder(string impact) => impact switch { "critical" => 0, "major" => 1, "minor" => 2, _ => 3 };
}

public sealed record PageComponent(PublishedComponent Row, IReadOnlyList<UptimeDay> Days)
{
    public ComponentStatus Status => Enum.GetValues<ComponentStatus>().FirstOrDefault(status => status.Name() == Row.Status);

    /// <summary>Percent over the days that have data; null before the first.</summary>
    public double? Uptime => PublicStatus.Uptime.Percent(Days);
}

/// <param name="Updates">Newest first.</param>
public sealed record PageIncident(PublishedIncident Row, IReadOnlyList<PublishedUpdate> Updates)
{
    public Stage Stage => Enum.GetValues<Stage>().FirstOrDefault(stage => stage.Name() == Row.Stage);

    public bool IsOpen => Stage.IsOpen();
}
