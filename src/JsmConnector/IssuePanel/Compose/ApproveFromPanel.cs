using JsmConnector.AtlassianConnect.Authentication;
using JsmConnector.Incidents;
using JsmConnector.Incidents.Wording.Approvals;
using JsmConnector.Installations;
using JsmConnector.Installations.Settings;
using JsmConnector.IssuePanel.Drafts;
using JsmConnector.Platform.Database;
using JsmConnector.Platform.Html;
using Microsoft.EntityFrameworkCore;

namespace JsmConnector.IssuePanel.Compose;

/// <summary>Approves the words of a colleague, exactly as they stood on the approver's screen. For people whom the settings give a role, and who may edit the ticket.</summary>
public sealed class ApproveFromPanel(JsmConnectorContext database, ApproveWords approve, CurrentSettings settings, SitePermissions permissions, TimeProvider clock)
{
    /// <param name="writer">Account id of the colleague.</param>
    /// <param name="seen">Hash of the words that were read.</param>
    public async Task<PanelAct> ActAsync(AtlassianPrincipal caller, string issueId, string writer, string seen, CancellationToken cancellationToken)
    {
        if (await permissions.AskAsync(caller, SitePermissions.Edit, issueId, cancellationToken) is not PermissionAnswer.Granted)
            return Nothing(StatusCodes.Status403Forbidden, "only people who may edit this ticket can approve words about it.");
        if (await database.Set<Incident>().FirstOrDefaultAsync(i => i.IssueId == issueId, cancellationToken) is not { } incident
            || await database.Set<UpdateDraft>().AsNoTracking().FirstOrDefaultAsync(d => d.IncidentId == incident.Id && d.Account == writer, cancellationToken) is not { } draft)
            return Nothing(StatusCodes.Status409Conflict, "these words are no longer there. Perhaps they were published or discarded.");
        var last = await database.Set<IncidentUpdate>().AsNoTracking().Where(u => u.IncidentId == incident.Id).OrderByDescending(u => u.Number).FirstOrDefaultAsync(cancellationToken);
        var now = clock.GetUtcNow();
        if (LoadWriters.HashOf(incident, draft, last, now) != seen)
            return Nothing(StatusCodes.Status409Conflict, "the words, or the incident, changed since you read them. Read them again below.");
        var current = await settings.GetAsync(incident.InstallationId, cancellationToken);
        var roles = await approve.AsAsync(
            incident, Composition.Of(draft).Spoken(incident, draft.Account, now), LoadWriters.AnswersAfter(incident, draft, last), caller.AccountId ?? "", current.Words, cancellationToken);
        return roles.Count == 0
            ? Nothing(StatusCodes.Status403Forbidden, "the settings give you no role that approves these words.")
            : new PanelAct { Message = new PanelMessage(Tone.Good, $"Approved for {string.Join(" and ", roles)}. {draft.Name ?? "Your colleague"} can publish these words now, as long as neither they nor the incident change.") };
    }

    private static PanelAct Nothing(int status, string why) => new() { StatusCode = status, Message = new PanelMessage(Tone.Degraded, $"Nothing was approved: {why}") };
}
