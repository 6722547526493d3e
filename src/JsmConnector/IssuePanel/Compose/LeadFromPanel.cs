using JsmConnector.AtlassianConnect.Authentication;
using JsmConnector.Incidents;
using JsmConnector.Incidents.Promises;
using JsmConnector.Installations;
using JsmConnector.Platform.Database;
using JsmConnector.Platform.Html;
using Microsoft.EntityFrameworkCore;

namespace JsmConnector.IssuePanel.Compose;

/// <summary>Takes the lead of the communication, takes it over, or gives it back, in one click. For people who may edit the ticket.</summary>
public sealed class LeadFromPanel(JsmConnectorContext database, TakeTheLead take, SitePermissions permissions)
{
    /// <param name="account">Who leads from now on; null: nobody.</param>
    public async Task<PanelAct> ActAsync(AtlassianPrincipal caller, string issueId, string? account, CancellationToken cancellationToken)
    {
        if (await permissions.AskAsync(caller, SitePermissions.Edit, issueId, cancellationToken) is not PermissionAnswer.Granted)
            return new PanelAct { StatusCode = StatusCodes.Status403Forbidden, Message = new PanelMessage(Tone.Degraded, "Nothing was changed: only people who may edit this ticket can lead its communication.") };
        if (await database.Set<Incident>().FirstOrDefaultAsync(i => i.IssueId == issueId, cancellationToken) is not { } incident)
            return PanelAct.Nothing;
        // A page that is a minute old must not take the lead from a colleague by giving back what was handed over.
        if (account is null && incident.CommunicationLead != caller.AccountId)
            return new PanelAct { Message = new PanelMessage(Tone.Neutral, "Nothing was changed: somebody else leads the communication by now.") };
        try
        {
            await take.ToAsync(incident, account, caller.AccountId, cancellationToken);
        }
        catch (DbUpdateConcurrencyException)
        {
            database.ChangeTracker.Clear();
            return new PanelAct { StatusCode = StatusCodes.Status409Conflict, Message = new PanelMessage(Tone.Degraded, "Nothing was changed: the ticket changed at the same moment. Press the button again.") };
        }
        return new PanelAct { Message = new PanelMessage(Tone.Good, account is null ? "You gave the lead back. Nobody leads the communication now." : "You lead the communication now. Reminders of the next update are yours.") };
    }
}
