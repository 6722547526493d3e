using JsmConnector.Deliveries;
using JsmConnector.Incidents;
using JsmConnector.Installations;
using JsmConnector.Installations.Settings;
using JsmConnector.Platform;
using JsmConnector.Platform.Database;
using JsmConnector.Postmortems;
using JsmConnector.Postmortems.Actions;
using JsmConnector.Postmortems.Insights;
using JsmConnector.StatusPages;
using JsmConnector.Webhooks;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace JsmConnector.IssuePanel;

public sealed class LoadIssuePanel(
    JsmConnectorContext database, CurrentSettings settings, ComponentStateQuery states, ReadPostmortem postmortems, PostmortemAddress address, SimilarIncidents similar, IOptions<AppOptions> app, TimeProvider clock)
{
    private const int MostSimilar = 3;

    private static PanelComponent Shown(Incident incident, IncidentComponent component, ComponentState state)
    {
        var own = incident is { Published: true, Stage: var stage } && stage.IsOpen() ? component.StatusUnder(incident.Severity) : ComponentStatus.Operational;
        return new PanelComponent(state.Name, state.Status, state.Status != own && ComponentStatuses.Worse(own, state.Status) == state.Status);
    }

    /// <param name="reader">Account id.</param>
    public async Task<IssuePanelModel> LoadAsync(Installation site, string issueId, string? reader, CancellationToken cancellationToken)
    {
        var incident = await database.Set<Incident>().AsNoTracking().FirstOrDefaultAsync(i => i.IssueId == issueId, cancellationToken);
        if (incident is null)
            return await WhyNotAsync(issueId, cancellationToken);

        var updates = await database.Set<IncidentUpdate>().AsNoTracking()
            .Where(update => update.IncidentId == incident.Id).OrderByDescending(update => update.Number).ToListAsync(cancellationToken);
        var deliveries = await database.Set<Delivery>().AsNoTracking()
            .Where(delivery => delivery.IncidentId == incident.Id.Value).OrderBy(delivery => delivery.Sequence).ToListAsync(cancellationToken);
        var current = await settings.GetAsync(site.Id, cancellationToken);
        var now = await states.AllAsync(cancellationToken);
        return new IssuePanelModel.Public
        {
            Now = clock.GetUtcNow(),
            Title = incident.PublicTitle,
            Stage = incident.Stage,
            Severity = incident.Severity,
            StartedAt = incident.StartedAt,
            NextUpdateAt = incident.NextUpdateAt,
            IsPublished = incident.Published,
            EndedBecause = incident.EndedBecause,
            Components = [.. now.SelectMany(state => incident.Components.Where(c => c.IsAffected && c.ComponentId == state.Id).Select(c => Shown(incident, c, state)))],
            Updates = [.. updates.Select(PanelUpdate.Of)],
            Deliveries = PanelDeliveries.Newest(deliveries),
            Heard = HeardLine.Of(deliveries, updates.FirstOrDefault()?.Id.Value),
            Lead = PanelLead.Of(incident.CommunicationLead, incident.CommunicationLeadName, reader),
            Postmortem = await PostmortemAsync(site, incident, current.Postmortems, cancellationToken),
            Similar = await SimilarAsync(site, incident, cancellationToken),
            StatusPageUrl = current.StatusPages.Any(page => page.Provider == StatusPageSettings.BuiltIn.Provider)
                ? $"{app.Value.BaseUrl.TrimEnd('/')}/status/{Uri.EscapeDataString(site.ShortName)}"
                : null,
        };
    }

    private async Task<IReadOnlyList<PanelSimilar>> SimilarAsync(Installation site, Incident incident, CancellationToken cancellationToken)
    {
        var browse = $"{(site.DisplayUrl ?? site.BaseUrl).TrimEnd('/')}/browse/";
        return [.. (await similar.OfAsync(incident, MostSimilar, cancellationToken))
            .Select(other => new PanelSimilar(other.IssueKey, browse + Uri.EscapeDataString(other.IssueKey), other.Summary, other.StartedAt, other.Shared))];
    }

    private async Task<PanelPostmortem?> PostmortemAsync(Installation site, Incident incident, PostmortemSettings wanted, CancellationToken cancellationToken) => await postmortems.ProgressAsync(incident.Id, cancellationToken) switch
    {
        // Its page has the button that asks for one.
        null when incident.Stage == Stage.Resolved && PostmortemPolicy.Of(incident, wanted) == PostmortemNeed.Offered =>
            new PanelPostmortem("Not asked for", await address.OfAsync(site, incident.IssueKey, cancellationToken)) { IsOffered = true },
        null => null,
        { Document: { } document } => new PanelPostmortem(document.State.Label(), await address.OfAsync(site, incident.IssueKey, cancellationToken)) { Actions = await ActionsAsync(incident, cancellationToken) },
        _ => new PanelPostmortem(PostmortemState.Scheduled.Label(), null),
    };

    private async Task<(int Open, int Overdue)> ActionsAsync(Incident incident, CancellationToken cancellationToken)
    {
        var goals = await database.Set<PostmortemAction>().Where(a => a.IncidentId == incident.Id && !a.IsDone && !a.IsGone).Select(a => a.GoalAt).ToListAsync(cancellationToken);
        return (goals.Count, goals.Count(goal => goal <= clock.GetUtcNow()));
    }

    /// <summary>The reason is on the newest event that was put aside. Comments and our own edits say less than a change of the ticket.</summary>
    private async Task<IssuePanelModel> WhyNotAsync(string issueId, CancellationToken cancellationToken)
    {
        var reason = await database.Set<Webhook>().AsNoTracking()
            .Where(webhook => webhook.Lane == issueId && webhook.State == WebhookState.NotOurs && webhook.Event.StartsWith("jira:issue_") && webhook.Reason != TranslateWebhook.OwnEdit)
            .OrderByDescending(webhook => webhook.Sequence).Select(webhook => webhook.Reason).FirstOrDefaultAsync(cancellationToken);
        return reason is null ? new IssuePanelModel.Unknown() : new IssuePanelModel.NotAnIncident(reason.TrimEnd('.'));
    }
}
