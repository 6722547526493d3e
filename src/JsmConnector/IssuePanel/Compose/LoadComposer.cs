using JsmConnector.AtlassianConnect.Authentication;
using JsmConnector.Deliveries;
using JsmConnector.Incidents;
using JsmConnector.Incidents.Wording;
using JsmConnector.Incidents.Wording.Checks;
using JsmConnector.Installations;
using JsmConnector.Installations.Settings;
using JsmConnector.IssuePanel.Drafts;
using JsmConnector.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace JsmConnector.IssuePanel.Compose;

/// <summary>Puts the form together: what is offered, what readers would see, where it would go. Saves nothing.</summary>
public sealed class LoadComposer(
    JsmConnectorContext database, CurrentSettings settings, PlanDeliveries deliveries, PreviewUpdate previews, KeepDrafts drafts, LoadWriters writers, SessionTokens sessions, TimeProvider clock)
{
    /// <param name="act">What was just done with the form; the form as it is offered when there is none.</param>
    /// <returns>Null when there is nothing to write about: no incident, or one that is not public.</returns>
    public async Task<ComposerModel?> LoadAsync(Installation site, AtlassianPrincipal caller, string issueId, string actionPath, PanelAct act, CancellationToken cancellationToken)
    {
        var incident = await database.Set<Incident>().AsNoTracking().FirstOrDefaultAsync(i => i.IssueId == issueId, cancellationToken);
        if (incident is not { Published: true, Deleted: false })
            return null;
        var updates = await database.Set<IncidentUpdate>().AsNoTracking().Where(u => u.IncidentId == incident.Id).OrderBy(u => u.Number).ToListAsync(cancellationToken);
        var current = await settings.GetAsync(site.Id, cancellationToken);
        var now = clock.GetUtcNow();
        var kept = await drafts.OfAsync(incident.Id, cancellationToken);
        if (act.Kept is null && act.Correct is null && kept.FirstOrDefault(draft => draft.Account == caller.AccountId) is { } own)
            act = act with { Kept = Composition.Of(own) };
        var corrected = updates.Find(u => u.Id.Public() == (act.Kept?.CorrectionOf ?? act.Correct));
        var composed = act.Kept ?? Composition.Fresh(incident, updates, clock);
        if (act.Kept is null && corrected is not null)
            composed = composed.Correcting(corrected);
        if (act.OvertakenBy is { } newest)
            composed = composed with { LastRead = newest.Id.Public(), Form = UpdateId.New(clock) };

        // Before the form's own words change the incident: approvals are bound to it as it stands.
        var others = await writers.OfAsync(incident, [.. kept.Where(draft => draft.Account != caller.AccountId)], updates.LastOrDefault(), caller.AccountId ?? "", current.Words, now, cancellationToken);
        var (before, promised) = (incident.Stage, incident.NextUpdateAt);
        var spoken = composed.Spoken(incident, caller.AccountId ?? "", now);
        SpeakInPublic.Take(incident, spoken, now, current.Promises);
        composed = OfferedWords.In(composed, incident, promised, updates, current, now);
        var answers = Answers.After(Answers.Standing(updates.LastOrDefault(), incident), composed.Answers);
        var update = Draft(incident, composed, corrected?.Id, updates.Count + 1, now);
        return new ComposerModel
        {
            Composed = composed,
            IsOpen = act.Kept is not null || act.Correct is not null,
            Components = [.. incident.Components.Where(c => c.IsAffected).OrderBy(c => c.Name, StringComparer.OrdinalIgnoreCase)
                .Select(c => new ComponentChoice(c.ComponentId.Public(), c.Name, c.StatusUnder(incident.Severity)))],
            Places = Places(new IncidentChange(incident, update, before, current, now)),
            Previews = [.. previews.Show(site, incident, [.. updates, update], current, now)],
            Questions = [.. Asked(incident, composed, current, answers)],
            Findings = [.. CheckWords.Of(incident, composed.Spoken(incident, caller.AccountId ?? "", now), answers, current.Words), .. act.Unapproved],
            IsHeld = act.IsHeld,
            UsualPromise = PromisePolicy.Interval(composed.Stage, incident.Severity, current.Promises),
            Problem = act.Problem,
            OvertakenBy = act.OvertakenBy is { } other ? PanelUpdate.Of(other) : null,
            Corrected = corrected is null ? null : PanelUpdate.Of(corrected),
            ReadBy = corrected is null ? [] : await ReadersAsync(corrected, cancellationToken),
            Writers = others,
            SessionToken = sessions.Issue(caller with { IssueId = issueId }, IssuePanelRegistration.SessionPurpose),
            ActionPath = actionPath,
        };
    }

    /// <summary>For customers, and for every audience that is told somewhere.</summary>
    private static IEnumerable<AskedQuestion> Asked(Incident incident, Composition composed, InstallationSettings settings, IReadOnlyDictionary<string, string> answers) =>
        Questions.For(incident.Class, composed.CorrectionOf is null ? composed.Stage.Name() : Subjects.Correction, settings.Audiences.Where(audience => audience.Channels.Count > 0).Select(audience => audience.Name).Prepend(AudienceSettings.Customers))
            .Select(name => new AskedQuestion(name, Questions.LabelOf(name), answers.GetValueOrDefault(name) ?? "", FactNames.Public.Contains(name, StringComparer.Ordinal)));

    /// <summary>Who has read words that turn out to be wrong, or may have.</summary>
    private async Task<IReadOnlyList<HeardLine>> ReadersAsync(IncidentUpdate update, CancellationToken cancellationToken)
    {
        var told = await database.Set<Delivery>().AsNoTracking()
            .Where(d => d.UpdateId == update.Id.Value && (d.State == DeliveryState.Delivered || d.State == DeliveryState.Unknown)).ToListAsync(cancellationToken);
        return HeardLine.Of(told, update.Id.Value);
    }

    private static IncidentUpdate Draft(Incident incident, Composition composed, UpdateId? corrected, int number, DateTimeOffset now) => new()
    {
        InstallationId = incident.InstallationId,
        Id = composed.Form,
        IncidentId = incident.Id,
        Stage = incident.Stage,
        Severity = incident.Severity,
        CustomerWords = composed.Words,
        PublishedAt = now,
        NextUpdateAt = incident.NextUpdateAt,
        CorrectionOf = corrected,
        Number = number,
    };

    private List<string> Places(IncidentChange change) =>
        [.. deliveries.Planned(change).Where(planned => planned.UpdateId is not null).Select(planned => DestinationNames.Of(planned.Channel, planned.Destination)).Distinct(StringComparer.Ordinal)];
}
