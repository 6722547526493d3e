using JsmConnector.Deliveries;
using JsmConnector.Incidents;
using JsmConnector.Incidents.Promises;
using JsmConnector.Incidents.Wording;
using JsmConnector.Installations;
using JsmConnector.Installations.Settings;
using JsmConnector.Platform;
using JsmConnector.Platform.Database;
using JsmConnector.Platform.Languages;
using JsmConnector.Platform.Templates;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace JsmConnector.Notifications;

public abstract record LoadedNotice
{
    /// <param name="IssueId">Null for planned work without a ticket.</param>
    public sealed record ToSend(Notice Notice, string? IssueId) : LoadedNotice;

    public sealed record Needless(DeliveryOutcome Outcome) : LoadedNotice;
}

/// <summary>Turns a delivery into what is told: or says why it helps nobody any more.</summary>
public sealed partial class LoadNotice(JsmConnectorContext database, LoadPlannedWork plannedWork, CurrentSettings currentSettings, IOptions<AppOptions> app, TimeProvider clock, ILogger<LoadNotice> logger)
{
    /// <param name="form">The measure of the channel when it is narrow.</param>
    /// <param name="isAgain">It may have been told already, in one message with others, and is told as it was then.</param>
    public async Task<LoadedNotice> LoadAsync(Delivery row, string? form, InstallationSettings settings, bool isAgain, CancellationToken cancellationToken)
    {
        var id = new IncidentId(row.IncidentId ?? Guid.Empty);
        // Updates first: the incident may only become newer than its words.
        var updates = await database.Set<IncidentUpdate>().AsNoTracking().Where(update => update.IncidentId == id).OrderBy(update => update.Number).ToListAsync(cancellationToken);
        var incident = await database.Set<Incident>().AsNoTracking().FirstOrDefaultAsync(incident => incident.Id == id, cancellationToken);
        var audience = settings.Audiences.FirstOrDefault(audience => audience.Name == row.Audience);
        if (audience is null)
            return new LoadedNotice.Needless(new DeliveryOutcome.Suppressed($"The audience '{row.Audience}' was removed from the settings."));
        if (incident is null)
            return await plannedWork.LoadAsync(row, audience, form, settings, isAgain, cancellationToken);
        var update = updates.Find(update => update.Id.Value == row.UpdateId);
        var promise = row.UpdateId is null ? await database.Set<HeldPromise>().AsNoTracking().FirstOrDefaultAsync(held => held.IncidentId == id, cancellationToken) : null;
        Paced? pace = update is null ? null : AudiencePace.Of(audience, update, updates);
        if (Needless(row, update, pace?.NextUpdateAt, promise, updates, isAgain) is { } outcome)
            return new LoadedNotice.Needless(outcome);
        var lanes = PlanNotifications.Lanes(row.Lane, incident.Id.Value);
        var heard = await database.Set<Delivery>().AsNoTracking()
            .Where(d => d.IncidentId == row.IncidentId && lanes.Contains(d.Lane) && d.State == DeliveryState.Delivered && d.UpdateId != null)
            .OrderBy(d => d.Sequence).Select(d => new Heard(d.UpdateId, d.RemoteId, d.FinishedAt)).ToListAsync(cancellationToken);
        if (pace is { IsTold: false, NextUpdateAt: { } by } && !isAgain && !PlanNotifications.WaitsForMorning(row.Lane) && await MayWaitAsync(row, audience, update!, updates, heard, cancellationToken))
            return new LoadedNotice.Needless(new DeliveryOutcome.Suppressed($"Nothing new for this audience, which hears the next word by {PublicWords.Time(by)}."));
        var told = heard.FindAll(earlier => earlier.RemoteId is not null);
        var site = await database.Set<Installation>().AsNoTracking().Where(site => site.Id == row.InstallationId).Select(site => new { site.ShortName, site.BaseUrl }).SingleAsync(cancellationToken);
        var isPublic = Audience.ReadsPublicWords(row.Audience);
        var language = Language.Of(audience.Language);
        var (ticket, page) = ($"{site.BaseUrl}/browse/{incident.IssueKey}", PageOf(incident.Id.Public(), site.ShortName, settings, app.Value));
        var words = update is null ? null : AudienceWords.Of(
            TellingOf(row, incident, update, updates, pace) with { TicketUrl = ticket, StatusPageUrl = page }, update, row.Audience, language, (row.Channel, form), settings);
        foreach (var problem in words?.Problems ?? [])
            LogText(logger, row.InstallationId, row.Id.Value, problem);
        return new LoadedNotice.ToSend(new Notice
        {
            Id = row.Id.Value.ToString("N"),
            Incident = incident.Id.Public(),
            Audience = row.Audience,
            Language = language,
            Title = KnownFacts.TitleIn(incident, language),
            Stage = update?.Stage ?? incident.Stage,
            Severity = incident.Severity,
            Worst = incident.WorstSeverity,
            Text = words?.Text ?? Reminder(promise!, incident, updates, settings, language),
            Short = words?.Short,
            SaidAt = update?.PublishedAt ?? clock.GetUtcNow(),
            NextUpdateAt = pace?.NextUpdateAt,
            Number = update?.Number ?? 0,
            CorrectionOf = update?.CorrectionOf is { } corrected ? updates.Find(other => other.Id == corrected)?.Number : null,
            IssueKey = isPublic ? null : incident.IssueKey,
            Link = update is null ? ticket : page,
            ParentId = told.FirstOrDefault()?.RemoteId,
            CorrectedId = update?.CorrectionOf is { } wrong ? told.Find(earlier => earlier.UpdateId == wrong.Value)?.RemoteId : null,
            IsNewStage = update is not null && updates.Find(other => other.Number == update.Number - 1)?.Stage != update.Stage,
        }, incident.IssueId);
    }

    /// <summary>Where an incident, or planned work, stands on the built-in page; null for a site without one.</summary>
    internal static string? PageOf(string publicId, string site, InstallationSettings settings, AppOptions app) => settings.StatusPages.Any(page => page.Provider == StatusPageSettings.BuiltIn.Provider)
        ? $"{app.BaseUrl.TrimEnd('/')}/status/{Uri.EscapeDataString(site)}/incidents/{publicId}" : null;

    private static Telling TellingOf(Delivery row, Incident incident, IncidentUpdate update, List<IncidentUpdate> updates, Paced? pace)
    {
        var telling = Telling.Of(incident, update, updates, pace);
        // Who was left in peace did not wait for it.
        return PlanNotifications.WaitsForMorning(row.Lane) ? telling with { Late = null } : telling;
    }

    /// <summary>What was planned for this recipient may not have reached him, and the settings may have been others when he was promised the next word.</summary>
    private async Task<bool> MayWaitAsync(Delivery row, AudienceSettings audience, IncidentUpdate update, List<IncidentUpdate> updates, List<Heard> heard, CancellationToken cancellationToken)
    {
        var (last, at) = heard.Join(updates, word => word.UpdateId, said => said.Id.Value, (word, said) => (Said: said, word.At)).Where(word => word.Said.Number < update.Number).OrderBy(word => word.Said.Number).LastOrDefault();
        var then = last is not null && await currentSettings.GetThenAsync(row.InstallationId, at ?? row.CreatedAt, cancellationToken) is { } settings ? settings.Audiences.FirstOrDefault(known => known.Name == audience.Name) : audience;
        return AudiencePace.MayWait(audience, update, updates, last, then);
    }

    /// <param name="At">When it had been told.</param>
    private sealed record Heard(Guid? UpdateId, string? RemoteId, DateTimeOffset? At);

    private DeliveryOutcome? Needless(Delivery row, IncidentUpdate? update, DateTimeOffset? nextUpdateAt, HeldPromise? promise, List<IncidentUpdate> updates, bool isAgain)
    {
        var now = clock.GetUtcNow();
        if (row.UpdateId is null)
            return promise is null || promise.MadeAt > row.CreatedAt ? new DeliveryOutcome.Suppressed("The promise was kept meanwhile.") : null;
        if (update is null)
            return new DeliveryOutcome.Never("The update no longer exists.");
        var waited = PlanNotifications.WaitsForMorning(row.Lane);
        if (waited && !isAgain && update != updates[^1])
            return new DeliveryOutcome.Suppressed("Quiet hours: the last word says it all.");
        return !waited && nextUpdateAt is { } next && next <= now
            ? new DeliveryOutcome.Expired("The next update was due before this one could go out.")
            : null;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "A text of installation {Installation} could not be used for delivery {Delivery}, and the next in line spoke: {Problem}")]
    private static partial void LogText(ILogger logger, InstallationId installation, Guid delivery, TemplateProblem problem);

    private string Reminder(HeldPromise promise, Incident incident, List<IncidentUpdate> updates, InstallationSettings settings, Language language)
    {
        var now = clock.GetUtcNow();
        var said = updates.LastOrDefault();
        var key = promise.DueAt <= now ? "reminder.late" : HoldingPolicy.MayHold(incident, said, promise.HoldingPosts, settings) ? "reminder.soon" : "reminder.soon-by-hand";
        var reminder = language.Say(key, language.Clock(promise.DueAt, now));
        if (said is null)
            return reminder;
        var draft = HoldingPolicy.Words(incident, said, PromisePolicy.NextUpdateAt(incident.Stage, incident.Severity, now, settings.Promises), PromisePolicy.Late(promise.DueAt, now), settings, now);
        return $"{reminder} {language.Say("reminder.draft", draft)}";
    }
}
