using JsmConnector.AtlassianConnect.Authentication;
using JsmConnector.Deliveries;
using JsmConnector.Incidents;
using JsmConnector.Incidents.Wording.Approvals;
using JsmConnector.Installations;
using JsmConnector.Installations.Settings;
using JsmConnector.IssuePanel.Drafts;
using JsmConnector.Platform.Database;
using JsmConnector.Platform.Html;
using Microsoft.EntityFrameworkCore;

namespace JsmConnector.IssuePanel.Compose;

/// <summary>What the buttons of the panel do. That the caller may see the ticket was asked before; that he may edit it is asked at the act.</summary>
public sealed class ActOnPanel(JsmConnectorContext database, SpeakInPublic speak, SitePermissions permissions, KeepDrafts drafts, SendAgain deliveries, LeadFromPanel lead, ApproveFromPanel approve, CurrentSettings settings, TimeProvider clock)
{
    public const string Publish = "publish";
    public const string Correct = "correct";
    public const string Discard = "discard";
    public const string Resend = "resend";
    public const string Lead = "lead";
    public const string GiveBack = "give-back";
    public const string Approve = "approve";

    public async Task<PanelAct> ActAsync(AtlassianPrincipal caller, string issueId, IFormCollection form, CancellationToken cancellationToken)
    {
        var composed = Composition.Read(form);
        return form["decision"].ToString() switch
        {
            Publish when composed is not null => await PublishAsync(caller, issueId, composed, cancellationToken),
            Correct => new PanelAct { Correct = form["update"].ToString() },
            Discard => await DiscardAsync(caller, issueId, cancellationToken),
            Lead => await lead.ActAsync(caller, issueId, caller.AccountId, cancellationToken),
            GiveBack => await lead.ActAsync(caller, issueId, null, cancellationToken),
            Approve => await approve.ActAsync(caller, issueId, form["writer"].ToString(), form["seen"].ToString(), cancellationToken),
            Resend => await ResendAsync(caller, issueId, form["delivery"].ToString(), cancellationToken),
            _ => await KeepAsync(caller, issueId, composed, cancellationToken),
        };
    }

    private async Task<PanelAct> KeepAsync(AtlassianPrincipal caller, string issueId, Composition? composed, CancellationToken cancellationToken)
    {
        if (composed is not null && await IncidentAsync(issueId, cancellationToken) is { } incident
            && await permissions.AskAsync(caller, SitePermissions.Edit, issueId, cancellationToken) is PermissionAnswer.Granted)
            await drafts.SaveAsync(new InstallationId(caller.InstallationId), incident, caller.AccountId ?? "", composed, cancellationToken);
        return new PanelAct { Kept = composed };
    }

    private async Task<PanelAct> DiscardAsync(AtlassianPrincipal caller, string issueId, CancellationToken cancellationToken)
    {
        if (await IncidentAsync(issueId, cancellationToken) is { } incident)
            await drafts.ForgetAsync(incident, caller.AccountId ?? "", cancellationToken);
        return PanelAct.Nothing;
    }

    private async Task<PanelAct> ResendAsync(AtlassianPrincipal caller, string issueId, string delivery, CancellationToken cancellationToken)
    {
        if (await permissions.AskAsync(caller, SitePermissions.Edit, issueId, cancellationToken) is not PermissionAnswer.Granted)
            return new PanelAct { StatusCode = StatusCodes.Status403Forbidden, Message = new PanelMessage(Tone.Degraded, "Nothing was sent: only people who may edit this ticket can send again.") };
        var isSent = await IncidentAsync(issueId, cancellationToken) is { } incident && Guid.TryParse(delivery, out var id) && await deliveries.TryAsync(new DeliveryId(id), incident.Value, cancellationToken);
        return new PanelAct
        {
            Message = isSent
                ? new PanelMessage(Tone.Good, "It is queued and goes out at once. If it fails again, it comes back here.")
                : new PanelMessage(Tone.Neutral, "Nothing was sent: somebody decided about this message already."),
        };
    }

    private Task<IncidentId?> IncidentAsync(string issueId, CancellationToken cancellationToken) =>
        database.Set<Incident>().Where(i => i.IssueId == issueId).Select(i => (IncidentId?)i.Id).FirstOrDefaultAsync(cancellationToken);

    private async Task<PanelAct> PublishAsync(AtlassianPrincipal caller, string issueId, Composition composed, CancellationToken cancellationToken)
    {
        switch (await permissions.AskAsync(caller, SitePermissions.Edit, issueId, cancellationToken))
        {
            case PermissionAnswer.Denied:
                return Keep(composed, StatusCodes.Status403Forbidden, "Nothing was published: you may not edit this ticket. Ask a project administrator for the permission, or hand your words to somebody who has it.");
            case PermissionAnswer.NotKnown(var why):
                return Keep(composed, StatusCodes.Status503ServiceUnavailable, $"Nothing was published: {why} Your words are kept below; publish them again in a minute.");
        }
        var spoken = await SayAsync(caller, issueId, composed, cancellationToken);
        if (spoken is Spoken.Said said)
            await drafts.ForgetAsync(said.Update.IncidentId, caller.AccountId ?? "", cancellationToken);
        // Whoever approves must see what was written, also when nobody previewed it.
        if (spoken is Spoken.Held { Findings: var found } && found.Any(finding => finding.Kind == "approval") && await IncidentAsync(issueId, cancellationToken) is { } incident)
            await drafts.SaveAsync(new InstallationId(caller.InstallationId), incident, caller.AccountId ?? "", composed, cancellationToken, isAsked: true);
        return spoken switch
        {
            Spoken.Said(var update) => new PanelAct { Message = new PanelMessage(Tone.Good, $"Published at {PublicWords.Time(update.PublishedAt)}. Below you see where it has arrived.") },
            Spoken.Overtaken(var newest) => new PanelAct { StatusCode = StatusCodes.Status409Conflict, Kept = composed, OvertakenBy = newest },
            Spoken.Held held => new PanelAct { StatusCode = StatusCodes.Status400BadRequest, Kept = composed, IsHeld = true, Unapproved = held.Findings.Where(finding => finding.Kind == "approval").ToList() },
            Spoken.Refused(var field, var reason, var mend) => new PanelAct { StatusCode = StatusCodes.Status400BadRequest, Kept = composed, Problem = new FieldProblem(field, reason, mend) },
            _ => Keep(composed, StatusCodes.Status409Conflict, "Nothing was published: the ticket changed at the same moment. Look at it above and publish again if your words still hold."),
        };
    }

    /// <returns>Null when the incident is gone, or changed again and again while we tried.</returns>
    private async Task<Spoken?> SayAsync(AtlassianPrincipal caller, string issueId, Composition composed, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < 3; attempt++)
        {
            if (await database.Set<Incident>().FirstOrDefaultAsync(i => i.IssueId == issueId, cancellationToken) is not { } incident)
                return null;
            try
            {
                return await speak.SayAsync(incident, await WordsAsync(incident, composed, caller.AccountId ?? "", cancellationToken), cancellationToken);
            }
            catch (DbUpdateException)
            {
                // Somebody spoke, or the ticket moved, between our reading and our writing. Read anew: if it was a person's word, the answer says so.
                database.ChangeTracker.Clear();
            }
        }
        return null;
    }

    /// <summary>Words that were offered and left alone are said with the times of this moment.</summary>
    private async Task<SpokenWords> WordsAsync(Incident incident, Composition composed, string author, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var current = await settings.GetAsync(incident.InstallationId, cancellationToken);
        // What is approved is a text, with the times it names: it is said as it was read.
        if (NeededApprovals.Of(incident.Class, current.Words).Count > 0)
            return composed.Spoken(incident, author, now) with { About = null };
        if (composed.IsUntouched)
        {
            var draft = await database.Set<Incident>().AsNoTracking().FirstAsync(i => i.Id == incident.Id, cancellationToken);
            var promised = draft.NextUpdateAt;
            SpeakInPublic.Take(draft, composed.Spoken(incident, author, now), now, current.Promises);
            var updates = await database.Set<IncidentUpdate>().AsNoTracking().Where(u => u.IncidentId == incident.Id).OrderBy(u => u.Number).ToListAsync(cancellationToken);
            composed = OfferedWords.In(composed, draft, promised, updates, current, now);
        }
        return composed.Spoken(incident, author, now);
    }

    private static PanelAct Keep(Composition composed, int status, string text) =>
        new() { StatusCode = status, Kept = composed, Message = new PanelMessage(Tone.Degraded, text) };
}
