using JsmConnector.AtlassianConnect;
using JsmConnector.AtlassianConnect.Authentication;
using JsmConnector.AtlassianConnect.Forge;
using JsmConnector.Deliveries;
using JsmConnector.Incidents;
using JsmConnector.Installations;
using JsmConnector.Installations.AdminWebhooks;
using JsmConnector.Installations.ApiTokens;
using JsmConnector.Installations.Forge;
using JsmConnector.Platform.Database;
using JsmConnector.Webhooks;
using JsmConnector.Webhooks.Reconciliation;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace JsmConnector.Diagnostics;

/// <summary>Reads the facts of the entered site, from rows where there are any, and from this node's memory otherwise.</summary>
public sealed class LoadDiagnostics(
    JsmConnectorContext database, ManageApiTokens tokens, RefusedCalls refused, ClockSkew clocks, AtlassianGateway gateway, IOptions<AtlassianConnectOptions> connect, IOptions<ForgeOptions> forge, TimeProvider clock)
{
    /// <summary>Enough to have seen every kind of event, few enough to be read at once on a busy site.</summary>
    private const int NewestEvents = 5000;
    private const int MostRefusals = 20;
    private const int MostErrors = 20;
    private const int MostNext = 20;
    private const int MostResting = 20;

    public async Task<DiagnosticFacts> LoadAsync(Installation site, CancellationToken cancellationToken)
    {
        var deliveries = database.Set<Delivery>().AsNoTracking();
        var webhooks = database.Set<Webhook>().AsNoTracking();
        var (now, side) = (clock.GetUtcNow(), await database.Set<ForgeSide>().AsNoTracking().FirstOrDefaultAsync(cancellationToken));
        return new DiagnosticFacts
        {
            Now = now,
            SiteUrl = site.BaseUrl,
            State = site.State,
            InstalledAt = site.InstalledAt,
            LastInstalledAt = site.LastInstalledAt,
            PreviousSecretUntil = site.PreviousSharedSecretUntil,
            EventSource = site.EventSource,
            Forge = side is null ? null : new ForgeReading(forge.Value.ForgeAppId, side.Environment, side.LastCalledAt, side.TokenReceivedAt, side.RefusedSince, side.GoneAt),
            SignedWebhook = await SignedWebhookAsync(cancellationToken),
            ConnectRefusedSince = site.ConnectRefusedSince,
            Resting = await database.Set<SiteLimit>().AsNoTracking().Where(limit => limit.Until > now).OrderByDescending(limit => limit.Until).Take(MostResting)
                .Select(limit => new RestingCall(limit.Scope, limit.Until, limit.Refusals, limit.Reason)).ToListAsync(cancellationToken),
            Comparison = await database.Set<SiteReconciliation>().AsNoTracking()
                .Select(row => new ComparisonReading(row.SeenUntil, row.FinishedAt, row.Healed, row.Problem)).FirstOrDefaultAsync(cancellationToken),
            ExpectedAudiences = [.. connect.Value.BaseUrls, .. new[] { forge.Value.ForgeAppId }.OfType<string>()],
            Events = await EventsAsync(webhooks, cancellationToken),
            Inbox = await DepthAsync(webhooks.Where(w => w.State == WebhookState.Stored || w.State == WebhookState.Working).Select(w => w.ReceivedAt), cancellationToken),
            Outbox = await DepthAsync(deliveries.Where(d => d.State == DeliveryState.Queued || d.State == DeliveryState.Sending).Select(d => d.CreatedAt), cancellationToken),
            Failed = await deliveries.CountAsync(d => d.State == DeliveryState.Failed || d.State == DeliveryState.Unknown, cancellationToken),
            Rejected = await webhooks.CountAsync(w => w.State == WebhookState.Rejected, cancellationToken),
            ClockOfTokens = clocks.OfTokens(site.Id.Value),
            // A token with scopes, and Forge's, is good at the gateway only, whose clock is Jira's.
            ClockOfAnswers = (Uri.TryCreate(site.BaseUrl, UriKind.Absolute, out var url) ? clocks.OfAnswers(url.Authority) : null) ?? clocks.OfAnswers(gateway.Jira("any").Authority),
            Refusals = [.. RefusedCalls.Claims(site.ClientKey, side?.ForgeInstallation ?? site.JoinedForgeInstallation, site.Id.Value).SelectMany(refused.Of).OrderByDescending(tally => tally.LastAt).Take(MostRefusals)],
            Errors = await ErrorsAsync(webhooks, deliveries, cancellationToken),
            HeldBack = await HeldBackAsync(deliveries, cancellationToken),
            Next = await NextAsync(deliveries, cancellationToken),
            ApiTokens = [.. (await tokens.ListAsync(cancellationToken)).Where(token => token.RevokedAt is null).Select(token => new TokenAge(token.Name, token.MadeAt, token.LastUsedAt, token.ExpiresAt))],
            SupersededAt = await SupersededAsync(site, cancellationToken),
        };
    }

    private async Task<SignedWebhookReading?> SignedWebhookAsync(CancellationToken cancellationToken) =>
        await database.Set<AdminWebhook>().AsNoTracking().FirstOrDefaultAsync(cancellationToken) is { } webhook
            ? new SignedWebhookReading(webhook.MadeAt, webhook.PreviousSecretUntil, await database.Set<SiteToken>().Select(token => (DateTimeOffset?)token.SavedAt).FirstOrDefaultAsync(cancellationToken))
            : null;

    private static async Task<IReadOnlyList<LastEvent>> EventsAsync(IQueryable<Webhook> webhooks, CancellationToken cancellationToken) =>
        [.. (await webhooks.OrderByDescending(w => w.Sequence).Take(NewestEvents).GroupBy(w => w.Event)
            .Select(group => new { Event = group.Key, Count = group.Count(), LastAt = group.Max(w => w.ReceivedAt) }).ToListAsync(cancellationToken))
            .Select(row => new LastEvent(row.Event, row.Count, row.LastAt)).OrderByDescending(row => row.LastAt)];

    private static async Task<Depth> DepthAsync(IQueryable<DateTimeOffset> waiting, CancellationToken cancellationToken) =>
        await waiting.GroupBy(_ => 1).Select(group => new Depth(group.Count(), group.Min())).FirstOrDefaultAsync(cancellationToken) ?? new Depth(0, null);

    private static async Task<IReadOnlyList<LastError>> ErrorsAsync(IQueryable<Webhook> webhooks, IQueryable<Delivery> deliveries, CancellationToken cancellationToken)
    {
        var events = await webhooks.Where(w => w.State == WebhookState.Rejected).OrderByDescending(w => w.Sequence).Take(MostErrors)
            .Select(w => new LastError(LastError.Event, w.Event, w.Reason, w.ReceivedAt)).ToListAsync(cancellationToken);
        var messages = await deliveries.Where(d => d.State == DeliveryState.Failed || d.State == DeliveryState.Unknown).OrderByDescending(d => d.FinishedAt).Take(MostErrors).ToListAsync(cancellationToken);
        return [.. events.Concat(messages.Select(d => new LastError(
            d.State == DeliveryState.Unknown ? LastError.Uncertain : LastError.Delivery, DestinationNames.Of(d.Channel, d.Destination), d.Reason, d.FinishedAt ?? d.CreatedAt)))
            .OrderByDescending(error => error.At).Take(MostErrors)];
    }

    private static async Task<IReadOnlyList<HeldBack>> HeldBackAsync(IQueryable<Delivery> deliveries, CancellationToken cancellationToken) =>
        [.. (await deliveries.Where(d => d.State == DeliveryState.Queued && d.Attempts > 0).OrderBy(d => d.DueAt).Take(200).ToListAsync(cancellationToken))
            .GroupBy(d => DestinationNames.Of(d.Channel, d.Destination))
            .Select(group => new HeldBack(group.Key, group.First().Reason, group.Count(), group.First().DueAt)).OrderBy(held => held.Until)];

    private async Task<IReadOnlyList<NextDelivery>> NextAsync(IQueryable<Delivery> deliveries, CancellationToken cancellationToken)
    {
        var next = await deliveries.Where(d => d.State == DeliveryState.Queued || d.State == DeliveryState.Sending).OrderBy(d => d.DueAt).Take(MostNext).ToListAsync(cancellationToken);
        var (incidents, updates) = (next.Where(d => d.IncidentId is not null).Select(d => new IncidentId(d.IncidentId!.Value)).ToList(), next.Where(d => d.UpdateId is not null).Select(d => new UpdateId(d.UpdateId!.Value)).ToList());
        var keys = await database.Set<Incident>().AsNoTracking().Where(i => incidents.Contains(i.Id)).Select(i => new { i.Id, i.IssueKey }).ToDictionaryAsync(i => i.Id.Value, i => i.IssueKey, cancellationToken);
        var words = await database.Set<IncidentUpdate>().AsNoTracking().Where(u => updates.Contains(u.Id)).Select(u => new { u.Id, u.CustomerWords }).ToDictionaryAsync(u => u.Id.Value, u => u.CustomerWords, cancellationToken);
        return [.. next.Select(d => new NextDelivery(
            DestinationNames.Of(d.Channel, d.Destination),
            d.IncidentId is { } incident ? keys.GetValueOrDefault(incident) : null,
            d.UpdateId is { } update ? words.GetValueOrDefault(update) : null,
            d.DueAt))];
    }

    private Task<DateTimeOffset?> SupersededAsync(Installation site, CancellationToken cancellationToken) =>
        database.Set<Installation>().AsNoTracking().Where(other => other.BaseUrl == site.BaseUrl && other.State == InstallationState.Superseded && other.Id != site.Id)
            .Select(other => (DateTimeOffset?)other.StateChangedAt).MaxAsync(cancellationToken);
}
