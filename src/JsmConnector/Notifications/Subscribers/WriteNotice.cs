using System.Text.Json;
using JsmConnector.Incidents;
using JsmConnector.Installations;
using JsmConnector.Installations.Settings;
using JsmConnector.Maintenances;
using JsmConnector.Platform;
using JsmConnector.Platform.Database;
using JsmConnector.Platform.Languages;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace JsmConnector.Notifications.Subscribers;

/// <summary>Puts into words what one subscriber is told. Everything it reads is public; a hidden ticket has no update to speak of.</summary>
public sealed class WriteNotice(JsmConnectorContext database, CurrentSettings settings, IPageStand stand, IOptions<AppOptions> app, TimeProvider clock)
{
    /// <param name="waiting">Other messages that this one tells too.</param>
    /// <returns>Null when what it speaks of is gone.</returns>
    public async Task<Notice?> WriteAsync(SubscriberNotice notice, IReadOnlyList<SubscriberNotice> waiting, Subscriber subscriber, string seed, CancellationToken cancellationToken)
    {
        if (await PageAsync(subscriber, cancellationToken) is not { } page)
            return null;
        var (words, links) = (Language.Of(subscriber.Language), SubscriberLinks.Of(page.Url, seed));
        if (notice.UpdateId is null)
            return Question(notice, subscriber, page, words, links.Confirm(seed, subscriber.AskedAt ?? subscriber.CreatedAt), seed);
        if (await ToldAsync(notice, cancellationToken) is not { } entry)
            return null;
        // Of each incident the newest word, those first that came last.
        List<ToldEntry> newest = [.. (await AllAsync(waiting, cancellationToken)).Prepend(entry).GroupBy(told => told.PublicId).Select(same => same.MaxBy(told => told.SaidAt)!).OrderByDescending(told => told.SaidAt)];
        var reader = new ReaderLinks(page.Name, links.Manage, links.Unsubscribe);
        if (newest is not [var alone])
            return Digest(notice, newest, page, words, reader);
        // A component that the page does not show is not named to its readers either.
        var told = alone with { Components = [.. alone.Components.Where(component => SubscriberScopes.Shows(page.Settings, component.Name))] };
        return await OneAsync(notice, told, subscriber, page, words, reader, cancellationToken);
    }

    private async Task<Notice> OneAsync(SubscriberNotice notice, ToldEntry told, Subscriber subscriber, NoticedPage page, Language words, ReaderLinks reader, CancellationToken cancellationToken) => new()
    {
        Id = notice.Id.ToString("N"),
        Incident = told.PublicId,
        Audience = "readers",
        Language = words,
        Title = told.Title,
        Stage = told.Stage,
        PlannedStage = told.PlannedStage,
        Severity = told.Severity,
        Text = told.Words,
        SaidAt = told.SaidAt,
        NextUpdateAt = told.NextUpdateAt,
        Number = told.Number,
        CorrectionOf = told.CorrectionOf,
        Link = $"{page.Url}/incidents/{told.PublicId}",
        IsNewStage = told.IsNewStage,
        Reader = reader,
        Payload = subscriber.Kind == "webhook" ? StatuspagePayload.Of(told, page, reader.Unsubscribe, await stand.NowAsync(page.Settings, cancellationToken), clock.GetUtcNow()) : null,
    };

    private static Notice Digest(SubscriberNotice notice, IReadOnlyList<ToldEntry> newest, NoticedPage page, Language words, ReaderLinks reader) => new()
    {
        Id = notice.Id.ToString("N"),
        Incident = $"digest{notice.Id:N}"[..12],
        Audience = "readers",
        Language = words,
        Title = words.Say("digest-title", newest.Count, page.Name),
        Stage = Stage.Investigating,
        Severity = newest.Aggregate(Severity.Low, (worst, entry) => Severity.Worse(worst, entry.Severity)),
        Text = string.Join("\n\n", newest.Select(entry => $"{entry.Title} – {words.Stage(entry.PlannedStage ?? entry.Shown)}, {words.Exact(entry.SaidAt)}\n{FitWords.To(entry.Words, 600)}\n{page.Url}/incidents/{entry.PublicId}")),
        SaidAt = newest[0].SaidAt,
        Number = 0,
        Link = page.Url,
        Reader = reader,
    };

    private Notice Question(SubscriberNotice notice, Subscriber subscriber, NoticedPage page, Language words, string confirm, string seed) => new()
    {
        Id = notice.Id.ToString("N"),
        Incident = "subscription",
        Audience = "readers",
        Language = words,
        Title = words.Say("confirm-title", page.Name),
        Stage = Stage.Investigating,
        Severity = Severity.Low,
        Text = words.Say("confirm-text", page.Name, SubscriptionDesk.QuestionLasts.Days),
        SaidAt = clock.GetUtcNow(),
        Number = 0,
        Link = confirm,
        LinkWords = words["confirm-link"],
        Payload = subscriber.Kind switch
        {
            "webhook" => StatuspagePayload.Question(page, confirm, SubscriberTokens.SecretOf(seed), clock.GetUtcNow()),
            "push" => PushQuestion(page, words, confirm),
            _ => null,
        },
    };

    /// <summary>Whoever reads it in the browser confirms for its owner, who pressed the button and was asked by the browser: nobody is asked a third time.</summary>
    private static string PushQuestion(NoticedPage page, Language words, string confirm) => JsonSerializer.Serialize(new
    {
        confirm = confirm[(confirm.IndexOf('=', StringComparison.Ordinal) + 1)..],
        title = words["note.confirmed-title"],
        body = words.Say("push-confirmed", page.Name),
        url = page.Url,
        lang = words.Tag,
    }, JsonSerializerOptions.Web);

    private async Task<IReadOnlyList<ToldEntry>> AllAsync(IReadOnlyList<SubscriberNotice> waiting, CancellationToken cancellationToken)
    {
        var told = new List<ToldEntry>();
        foreach (var notice in waiting)
        {
            if (await ToldAsync(notice, cancellationToken) is { } entry)
                told.Add(entry);
        }
        return told;
    }

    private async Task<ToldEntry?> ToldAsync(SubscriberNotice notice, CancellationToken cancellationToken)
    {
        var (id, update) = (notice.EntryId ?? Guid.Empty, notice.UpdateId ?? Guid.Empty);
        var updates = await database.Set<IncidentUpdate>().AsNoTracking().Where(u => u.IncidentId == new IncidentId(id)).OrderBy(u => u.Number).ToListAsync(cancellationToken);
        if (updates.Count > 0)
            return await database.Set<Incident>().AsNoTracking().FirstOrDefaultAsync(i => i.Id == new IncidentId(id), cancellationToken) is { } incident ? ToldEntry.Of(incident, updates, update) : null;
        var planned = await database.Set<MaintenanceUpdate>().AsNoTracking().Where(u => u.MaintenanceId == new MaintenanceId(id)).OrderBy(u => u.Number).ToListAsync(cancellationToken);
        if (await database.Set<Maintenance>().AsNoTracking().FirstOrDefaultAsync(m => m.Id == new MaintenanceId(id), cancellationToken) is not { } maintenance)
            return null;
        List<ComponentId> touched = [.. maintenance.ComponentIds.Select(component => new ComponentId(component))];
        var names = await database.Set<Component>().AsNoTracking().Where(component => touched.Contains(component.Id)).OrderBy(component => component.Position)
            .Select(component => new { component.Id, component.Name }).ToListAsync(cancellationToken);
        return ToldEntry.Of(maintenance, planned, update, [.. names.Select(component => (component.Id.Public(), component.Name))]);
    }

    private async Task<NoticedPage?> PageAsync(Subscriber subscriber, CancellationToken cancellationToken)
    {
        var pages = (await settings.GetAsync(subscriber.InstallationId, cancellationToken)).StatusPages.Where(page => page.Provider == StatusPageSettings.BuiltIn.Provider).ToList();
        if (pages.FindIndex(page => page.Id == subscriber.PageId) is not (>= 0 and var index))
            return null;
        var name = await database.Set<Installation>().AsNoTracking().Where(site => site.Id == subscriber.InstallationId).Select(site => site.ShortName).SingleAsync(cancellationToken);
        var (place, page) = (index == 0 ? name : $"{name}-{subscriber.PageId}", pages[index].Page ?? PageSettings.Default);
        var root = app.Value.BaseUrl.TrimEnd('/');
        return new NoticedPage(
            PublicId.OfPage(subscriber.InstallationId, subscriber.PageId), page.Title ?? char.ToUpperInvariant(place[0]) + place[1..],
            page.Host is { } host ? $"{new Uri(root).Scheme}://{host}" : $"{root}/status/{place}", page);
    }
}

/// <param name="Url">Without a trailing slash.</param>
public sealed record NoticedPage(string Id, string Name, string Url, PageSettings Settings);
