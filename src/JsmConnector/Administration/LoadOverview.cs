using JsmConnector.AtlassianConnect.Authentication;
using JsmConnector.Deliveries;
using JsmConnector.Incidents;
using JsmConnector.Installations;
using JsmConnector.Installations.Settings;
using JsmConnector.Platform;
using JsmConnector.Platform.Database;
using JsmConnector.Webhooks;
using JsmConnector.Webhooks.Reconciliation;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace JsmConnector.Administration;

public sealed class LoadOverview(
    JsmConnectorContext database, CurrentSettings settings, SessionTokens sessions, IOptions<AppOptions> app, TimeProvider clock)
{
    private const int Most = 50;

    public async Task<OverviewModel> LoadAsync(Installation site, AtlassianPrincipal caller, string actionPath, Done? done, CancellationToken cancellationToken)
    {
        var dead = await database.Set<Delivery>().AsNoTracking().Where(d => d.State == DeliveryState.Failed || d.State == DeliveryState.Unknown)
            .OrderByDescending(d => d.FinishedAt).Take(Most).ToListAsync(cancellationToken);
        var waiting = await database.Set<Delivery>().AsNoTracking().Where(d => d.State == DeliveryState.Queued && d.Attempts > 0)
            .OrderBy(d => d.DueAt).Take(Most).ToListAsync(cancellationToken);
        var ticketOf = await TicketsAsync([.. dead, .. waiting], cancellationToken);
        var appUrl = app.Value.BaseUrl.TrimEnd('/');
        return new OverviewModel
        {
            Now = clock.GetUtcNow(),
            SiteUrl = site.DisplayUrl ?? site.BaseUrl,
            State = site.State,
            InstalledAt = site.InstalledAt,
            LastEventAt = await LastEventAsync(cancellationToken),
            StatusPageUrl = await HasBuiltInPageAsync(site, cancellationToken) ? $"{appUrl}/status/{Uri.EscapeDataString(site.ShortName)}" : null,
            SettingsUrl = $"{appUrl}/api/v1/settings",
            SettingsSchemaUrl = $"{appUrl}/schemas/settings.json",
            Dead = [.. dead.Select(d => new DeadDelivery(
                d.Id.Value, DestinationNames.Of(d.Channel, d.Destination), ticketOf(d), ticketOf(d) is { } key ? site.TicketUrl(key) : null,
                d.Reason, d.Attempts, d.FinishedAt ?? d.CreatedAt))],
            Waiting = [.. waiting.Select(d => new WaitingDelivery(DestinationNames.Of(d.Channel, d.Destination), ticketOf(d), d.Reason, d.Attempts, d.DueAt))],
            Rejected = await RejectedAsync(cancellationToken),
            Resting = await RestingAsync(cancellationToken),
            Missed = await MissedAsync(cancellationToken),
            Done = done,
            SessionToken = sessions.Issue(caller, AdministrationRegistration.SessionPurpose),
            ActionPath = actionPath,
        };
    }

    private async Task<Func<Delivery, string?>> TicketsAsync(IReadOnlyList<Delivery> deliveries, CancellationToken cancellationToken)
    {
        var ids = deliveries.Where(d => d.IncidentId is not null).Select(d => new IncidentId(d.IncidentId!.Value)).Distinct().ToList();
        var keys = await database.Set<Incident>().AsNoTracking().Where(i => ids.Contains(i.Id))
            .Select(i => new { i.Id, i.IssueKey }).ToDictionaryAsync(i => i.Id, i => i.IssueKey, cancellationToken);
        return delivery => delivery.IncidentId is { } id ? keys.GetValueOrDefault(new IncidentId(id)) : null;
    }

    private async Task<IReadOnlyList<RestingDestination>> RestingAsync(CancellationToken cancellationToken)
    {
        var resting = await database.Set<DestinationHealth>().AsNoTracking().Where(h => h.State != HealthState.Failing).OrderBy(h => h.Since).Take(Most).ToListAsync(cancellationToken);
        return [.. resting.Select(h => new RestingDestination(
            h.Channel, h.Destination, DestinationNames.Of(h.Channel, h.Destination), h.State == HealthState.Broken, h.Failures, h.Reason, h.Since))];
    }

    private async Task<Reconciled> MissedAsync(CancellationToken cancellationToken) =>
        await database.Set<SiteReconciliation>().AsNoTracking().Select(row => new Reconciled(row.FinishedAt == null ? null : row.SeenUntil, row.Healed, row.Problem))
            .FirstOrDefaultAsync(cancellationToken) ?? new Reconciled(null, 0, null);

    private async Task<DateTimeOffset?> LastEventAsync(CancellationToken cancellationToken) =>
        await database.Set<Webhook>().AsNoTracking().OrderByDescending(w => w.Sequence).Select(w => (DateTimeOffset?)w.ReceivedAt).FirstOrDefaultAsync(cancellationToken);

    private async Task<IReadOnlyList<RejectedEvent>> RejectedAsync(CancellationToken cancellationToken) =>
        await database.Set<Webhook>().AsNoTracking().Where(w => w.State == WebhookState.Rejected).OrderByDescending(w => w.Sequence).Take(Most)
            .Select(w => new RejectedEvent(w.Event, w.Lane == WebhookEnvelope.NoLane ? null : w.Lane, w.Reason, w.ReceivedAt)).ToListAsync(cancellationToken);

    private async Task<bool> HasBuiltInPageAsync(Installation site, CancellationToken cancellationToken) =>
        (await settings.GetAsync(site.Id, cancellationToken)).StatusPages.Any(page => page.Provider == StatusPageSettings.BuiltIn.Provider);
}
