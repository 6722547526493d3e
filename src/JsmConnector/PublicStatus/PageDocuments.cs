using System.Globalization;
using JsmConnector.Installations.Settings;
using JsmConnector.Platform.Html;
using JsmConnector.Platform.Languages;
using JsmConnector.PublicStatus.Html;

namespace JsmConnector.PublicStatus;

/// <summary>Which documents a page has, and how each is made. Paths are below the page: `/history`, `/de/history`, `/api/v2/summary.json`.</summary>
public sealed class PageDocuments(PageKey key, PublicPage page, ComponentMarkup markup, ReadPast past)
{
    /// <summary>Documents for programs, of the whole page.</summary>
    public static IReadOnlyList<string> Whole { get; } =
    [
        "/api/v2/summary.json", "/api/v2/status.json", "/api/v2/components.json", "/api/v2/incidents.json", "/api/v2/incidents/unresolved.json", "/api/v2/scheduled-maintenances.json",
        "/api/v2/scheduled-maintenances/upcoming.json", "/api/v2/scheduled-maintenances/active.json", "/maintenance.ics", "/embed.js", "/embed.json", "/llms.txt", "/custom.css", "/logo",
    ];

    /// <summary>Those that the page has, and each of its groups and components.</summary>
    public static IReadOnlyList<string> OfPart { get; } = ["/history.atom", "/history.rss", "/feed.json", "/badge.svg"];

    /// <returns>Null when the page has no such document.</returns>
    public async Task<PreparedDocument?> MakeAsync(string document) =>
        OfWhole(document) ?? (SplitScope(document) is var (id, below) && PageScope.Find(page, id) is { } scope ? Part(scope, below) : null) ?? await PageAsync(document);

    public Task<PreparedDocument> MissingAsync() => HtmlAsync<MissingPage, PageView>(View(Words, ""), 404);

    private PreparedDocument? OfWhole(string document) => document switch
    {
        "/api/v2/summary.json" => Json(StatuspageJson.Summary(page)),
        "/api/v2/status.json" => Json(StatuspageJson.StatusOnly(page)),
        "/api/v2/components.json" => Json(StatuspageJson.Components(page)),
        "/api/v2/incidents.json" => Json(StatuspageJson.Incidents(page)),
        "/api/v2/incidents/unresolved.json" => Json(StatuspageJson.Unresolved(page)),
        "/api/v2/scheduled-maintenances.json" => Json(StatuspageJson.Maintenances(page)),
        "/api/v2/scheduled-maintenances/upcoming.json" => Json(StatuspageJson.Upcoming(page)),
        "/api/v2/scheduled-maintenances/active.json" => Json(StatuspageJson.Active(page)),
        "/maintenance.ics" => Data(MaintenanceCalendar.Write(page), "text/calendar; charset=utf-8"),
        "/embed.js" => Data(Embed.Script(page), "text/javascript; charset=utf-8"),
        "/embed.json" => Json(Embed.State(page)),
        "/llms.txt" => Data(Embed.ForLanguageModels(page), "text/plain; charset=utf-8"),
        "/custom.css" when CustomStyles.Has(page) => Data(CustomStyles.Sheet(page), "text/css; charset=utf-8"),
        "/logo" when page.Settings.Branding.Logo is { } logo && PageLogo.Read(logo) is { } picture => Data(picture.Content, picture.ContentType),
        _ => Part(PageScope.Whole(page), document),
    };

    private PreparedDocument? Part(PageScope scope, string document) => document switch
    {
        "/history.atom" => Data(Feeds.Atom(page, scope), "application/atom+xml; charset=utf-8"),
        "/history.rss" => Data(Feeds.Rss(page, scope), "application/rss+xml; charset=utf-8"),
        "/feed.json" => Data(Feeds.Json(page, scope), "application/feed+json; charset=utf-8"),
        "/badge.svg" => Data(Badge.Svg(page, scope), "image/svg+xml; charset=utf-8"),
        _ => null,
    };

    /// <summary>Pages for people, each in every language.</summary>
    private async Task<PreparedDocument?> PageAsync(string document)
    {
        var words = Language.All.FirstOrDefault(language => document == $"/{language.Tag}" || document.StartsWith($"/{language.Tag}/", StringComparison.Ordinal));
        var own = words is null ? document : document[(words.Tag.Length + 1)..];
        var view = View(words ?? Words, own is "/" ? "" : own);
        return own switch
        {
            "" or "/" => await HtmlAsync<StatusPage, PageView>(view),
            "/history" => await HistoryAsync(view, 1),
            "/updates" => await HtmlAsync<SubscribePage, PageView>(view),
            _ when own.StartsWith("/history/", StringComparison.Ordinal) && Number(own["/history/".Length..]) is { } number => await HistoryAsync(view, number),
            _ when own.StartsWith("/components/", StringComparison.Ordinal) && PageScope.Find(page, own["/components/".Length..]) is { } scope =>
                await HtmlAsync<ComponentPage, ComponentView>(new ComponentView(view, scope)),
            _ when own.StartsWith("/incidents/", StringComparison.Ordinal) && own["/incidents/".Length..] is { Length: 12 } id && id.All(char.IsAsciiLetterOrDigit) =>
                await past.FindAsync(key, page, id) is { } incident ? await HtmlAsync<IncidentPage, IncidentView>(new IncidentView(view, incident)) : null,
            _ => null,
        };
    }

    private async Task<PreparedDocument?> HistoryAsync(PageView view, int number) => number > ReadPast.LastPage(page.IncidentCount)
        ? null
        : await HtmlAsync<HistoryPage, PastView>(new PastView(view, await past.PageAsync(key, page, number)));

    /// <summary>`2` to `400`: one address a page, so neither `1` nor `02`.</summary>
    private static int? Number(string text) =>
        text is { Length: > 0 and < 7 } && text[0] != '0' && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 1 ? number : null;

    /// <summary>`/components/{id}/history.atom`.</summary>
    private static (string Id, string Below)? SplitScope(string document)
    {
        const string prefix = "/components/";
        if (!document.StartsWith(prefix, StringComparison.Ordinal))
            return null;
        var slash = document.IndexOf('/', prefix.Length);
        return slash < 0 ? null : (document[prefix.Length..slash], document[slash..]);
    }

    private Language Words => Language.Of(page.Settings.Language);

    private Reach Reach => new(page.IsPrivate, page.StaleSince);

    private PageView View(Language words, string document) => new(page, words, document);

    private PreparedDocument Json(byte[] content) => Data(content, "application/json; charset=utf-8");

    private PreparedDocument Data(byte[] content, string contentType) => PreparedDocument.Data(content, contentType, Reach);

    private async Task<PreparedDocument> HtmlAsync<TComponent, TModel>(TModel model, int status = 200) where TComponent : IMarkupOf<TModel> =>
        PreparedDocument.Html("<!doctype html>\n" + await markup.RenderAsync<TComponent, TModel>(model), status, Reach);
}
