using JsmConnector.Deliveries;
using JsmConnector.Incidents;
using JsmConnector.Installations.AdminWebhooks;
using JsmConnector.Installations.Settings;
using JsmConnector.Platform.Database;
using JsmConnector.StatusPages.Upkeep;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace JsmConnector.StatusPages.Providers.JsmPage;

/// <summary>
/// What people do on the status page of Jira Service Management itself: open incidents of ours that were ended, moved or deleted there. States of components cannot
/// be read or set one by one there; they move with incidents.
/// </summary>
public sealed class JsmPageUpkeep(JsmConnectorContext database, JsmPageClient client, AtlassianGateway gateway, IOptionsMonitor<JsmPageOptions> options) : IPageUpkeep
{
    private const string OfIncident = "incident:";

    public string Provider => "jsm";

    public bool ListsForeign => false;

    public async Task<Comparison> CompareAsync(InstallationId installation, StatusPageSettings page, IReadOnlyList<ComponentState> states, CancellationToken cancellationToken)
    {
        var (access, problem) = Open(page);
        if (access is null)
            return new Comparison([], problem);
        var differences = new List<Difference>();
        foreach (var (incident, update) in await OpenIncidentsAsync(page.Id, access.PageId, cancellationToken))
        {
            Difference Of(string what, string theirs) => new($"{OfIncident}{incident.IssueId}", what, incident.PublicTitle, update.Stage.Name(), theirs, true);
            switch (await client.FindAsync(access, incident.IssueId, cancellationToken))
            {
                case JsmPageAnswer.Absent:
                    differences.Add(Of("deleted", "deleted"));
                    break;
                case JsmPageAnswer.Failed(var outcome):
                    return new Comparison([], Said(outcome));
                case JsmPageAnswer.Ok ok when JsmPageIncident.StatusIn(ok.Body) is { } theirs && theirs != update.Stage.Name():
                    differences.Add(Of("stage", theirs));
                    break;
            }
        }
        return new Comparison(differences, null);
    }

    public async Task<string?> RepairAsync(InstallationId installation, StatusPageSettings page, string subject, IReadOnlyList<ComponentState> states, CancellationToken cancellationToken)
    {
        var (access, problem) = Open(page);
        if (access is null)
            return problem;
        var (incident, update) = (await OpenIncidentsAsync(page.Id, access.PageId, cancellationToken)).FirstOrDefault(open => $"{OfIncident}{open.Incident.IssueId}" == subject);
        if (incident is null)
            return "The incident is over, or is not mirrored there any more.";
        var shown = PublicIncidents.Of(incident, [update]);
        var task = new MirrorTask(new DeliveryAttempt(default, installation, incident.Id.Value, update.Id.Value, page.Id, 1, update.PublishedAt), page, shown, states);
        // The state alone: its words stand there.
        var wanted = JsmPageIncident.Of(task, shown.Updates[^1]) with { Message = null, ShouldSendNotifications = false };
        return await client.UpdateAsync(access, wanted, cancellationToken) switch
        {
            JsmPageAnswer.Ok => null,
            JsmPageAnswer.Failed(var outcome) => Said(outcome),
            _ => "The incident is no longer on the page.",
        };
    }

    public Task<(IReadOnlyList<ForeignIncident> Incidents, string? Failure)> ListForeignAsync(StatusPageSettings page, CancellationToken cancellationToken) =>
        Task.FromResult<(IReadOnlyList<ForeignIncident>, string?)>(([], "Incidents of this page belong to tickets: whatever stands there for a ticket is gone on with by itself."));

    public Task<string?> AdoptAsync(InstallationId installation, StatusPageSettings page, string remoteId, IncidentId incident, CancellationToken cancellationToken) =>
        Task.FromResult<string?>("Incidents of this page belong to tickets: whatever stands there for a ticket is gone on with by itself.");

    private (JsmPageAccess? Access, string? Problem) Open(StatusPageSettings page) =>
        options.CurrentValue.Enabled ? JsmPageAccess.Of(page, gateway) : (null, "Status pages of Jira Service Management are switched off (JsmStatusPage__Enabled).");

    private async Task<List<(Incident Incident, IncidentUpdate Update)>> OpenIncidentsAsync(string destination, string page, CancellationToken cancellationToken)
    {
        var found = await (from mirror in database.Set<JsmPageMirror>().AsNoTracking()
                           join incident in database.Set<Incident>() on mirror.IncidentId equals incident.Id
                           join update in database.Set<IncidentUpdate>() on mirror.AppliedUpdateId equals (UpdateId?)update.Id
                           where mirror.DestinationId == destination && mirror.PageId == page && incident.Stage != Stage.Resolved && incident.Stage != Stage.Withdrawn
                           select new { incident, update }).AsNoTracking().ToListAsync(cancellationToken);
        return [.. found.Where(row => row.update.Stage.IsOpen()).Select(row => (row.incident, row.update))];
    }

    private static string Said(DeliveryOutcome outcome) => outcome switch
    {
        DeliveryOutcome.Later(var why, _) => why,
        DeliveryOutcome.Never(var why) => why,
        _ => outcome.ToString(),
    };
}
