using JsmConnector.Deliveries;
using JsmConnector.Incidents;
using JsmConnector.Platform.Database;
using JsmConnector.Platform.Html;
using JsmConnector.Webhooks.Reconciliation;
using Microsoft.EntityFrameworkCore;

namespace JsmConnector.Operators.Sites;

/// <param name="Ticket">Key of the incident's ticket, when it has one.</param>
public sealed record Undecided(Guid Id, string Where, string? Ticket, string? Reason, DateTimeOffset At);

/// <param name="Reason">Why it rests.</param>
public sealed record AtRest(string Channel, string Destination, string Where, string Reason, DateTimeOffset Since);

/// <summary>What a site without our screens in Jira needs a person for: dead messages, and destinations that rest. In a scope that has entered the site.</summary>
public sealed class DecideSite(
    JsmConnectorContext database, SendAgain again, SkipDelivery skip, WatchDestinations destinations, AskForReconciliation reconciliation, TenantScope tenant)
{
    public const string Replay = "replay";
    public const string Skip = "skip";
    public const string Resume = "resume";
    public const string Compare = "compare";

    private const int Most = 50;

    public async Task<IReadOnlyList<Undecided>> UndecidedAsync(CancellationToken cancellationToken)
    {
        var dead = await database.Set<Delivery>().AsNoTracking().Where(d => d.State == DeliveryState.Failed || d.State == DeliveryState.Unknown)
            .OrderByDescending(d => d.FinishedAt).Take(Most).ToListAsync(cancellationToken);
        var ids = dead.Where(d => d.IncidentId is not null).Select(d => new IncidentId(d.IncidentId!.Value)).Distinct().ToList();
        var keys = await database.Set<Incident>().AsNoTracking().Where(i => ids.Contains(i.Id)).Select(i => new { i.Id, i.IssueKey }).ToDictionaryAsync(i => i.Id.Value, i => i.IssueKey, cancellationToken);
        return [.. dead.Select(d => new Undecided(
            d.Id.Value, DestinationNames.Of(d.Channel, d.Destination), d.IncidentId is { } id ? keys.GetValueOrDefault(id) : null, d.Reason, d.FinishedAt ?? d.CreatedAt))];
    }

    public async Task<IReadOnlyList<AtRest>> AtRestAsync(CancellationToken cancellationToken) =>
        [.. (await database.Set<DestinationHealth>().AsNoTracking().Where(health => health.State != HealthState.Failing).OrderBy(health => health.Since).Take(Most).ToListAsync(cancellationToken))
            .Select(health => new AtRest(health.Channel, health.Destination, DestinationNames.Of(health.Channel, health.Destination), health.Reason, health.Since))];

    public async Task<SiteNews> DecideAsync(IFormCollection form, CancellationToken cancellationToken)
    {
        var (decision, id) = (form["decision"].ToString(), Guid.TryParse(form["delivery"].ToString(), out var delivery) ? new DeliveryId(delivery) : default);
        switch (decision)
        {
            case Compare:
                await reconciliation.AskAsync(tenant.Current, cancellationToken);
                return new SiteNews(Tone.Good, "The site is compared with Jira within a minute. Missed events then appear like any others.");
            case Resume when await destinations.ResumeAsync(form["channel"].ToString(), form["destination"].ToString(), cancellationToken):
                return new SiteNews(Tone.Good, "The destination is resumed. What waited for it goes out at once; if it fails again, it comes back here.");
            case Replay when await again.TryAsync(id, null, cancellationToken):
                return new SiteNews(Tone.Good, "The message is queued and goes out at once. If it fails again, it comes back here.");
            case Skip when await skip.TryAsync(id, cancellationToken):
                return new SiteNews(Tone.Neutral, "The message is skipped. Later messages to this destination go out as usual.");
            default:
                return new SiteNews(Tone.Neutral, "Nothing was changed: somebody decided about this already.");
        }
    }
}
