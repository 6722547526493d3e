using System.Collections.Concurrent;
using JsmConnector.Platform.Html;
using JsmConnector.PublicStatus.Html;

namespace JsmConnector.PublicStatus;

/// <summary>One page at one version: its documents are rendered at their first use and then only handed out.</summary>
public sealed class RenderedPage(PageKey key, PublicPage page, ComponentMarkup markup)
{
    private readonly ConcurrentDictionary<string, PreparedDocument> _ready = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Lazy<Task<PreparedDocument>>> _rendering = new(StringComparer.Ordinal);

    public PageKey Key => key;

    public PublicPage Page => page;

    /// <summary>The whole path is the key, so that a hit costs one look-up.</summary>
    public PreparedDocument? FindReady(string path) => _ready.GetValueOrDefault(path);

    /// <param name="path">From the root: /status/acme/history.</param>
    public async Task<PreparedDocument> RenderAsync(string path)
    {
        var document = path[$"/status/{key.Address}".Length..];
        // Addresses that strangers invent share one answer and are not remembered.
        if (Make(document) is not { } make)
            return await RenderOnceAsync("404", () => HtmlAsync<MissingPage>(404));
        return _ready[path] = await RenderOnceAsync(document, make);
    }

    private async Task<PreparedDocument> RenderOnceAsync(string document, Func<Task<PreparedDocument>> make)
    {
        var rendering = _rendering.GetOrAdd(document, _ => new Lazy<Task<PreparedDocument>>(make));
        try
        {
            return await rendering.Value;
        }
        catch
        {
            // A failure is not kept: the next reader tries again.
            _rendering.TryRemove(new KeyValuePair<string, Lazy<Task<PreparedDocument>>>(document, rendering));
            throw;
        }
    }

    private Func<Task<PreparedDocument>>? Make(string document) => document switch
    {
        "" or "/" => () => HtmlAsync<StatusPage>(),
        "/history" => () => HtmlAsync<HistoryPage>(),
        "/updates" => () => HtmlAsync<SubscribePage>(),
        "/api/v2/summary.json" => Json(StatuspageJson.Summary),
        "/api/v2/status.json" => Json(StatuspageJson.StatusOnly),
        "/api/v2/components.json" => Json(StatuspageJson.Components),
        "/api/v2/incidents.json" => Json(StatuspageJson.Incidents),
        "/api/v2/incidents/unresolved.json" => Json(StatuspageJson.Unresolved),
        "/api/v2/scheduled-maintenances.json" or "/api/v2/scheduled-maintenances/upcoming.json" or "/api/v2/scheduled-maintenances/active.json" => Json(StatuspageJson.Maintenances),
        "/history.atom" => Data(Feeds.Atom, "application/atom+xml; charset=utf-8"),
        "/history.rss" => Data(Feeds.Rss, "application/rss+xml; charset=utf-8"),
        "/feed.json" => Data(Feeds.Json, "application/feed+json; charset=utf-8"),
        "/badge.svg" => Data(Badge.Svg, "image/svg+xml; charset=utf-8"),
        _ when page.Incidents.FirstOrDefault(incident => document == $"/incidents/{incident.Row.PublicId}") is { } incident => () => IncidentAsync(incident),
        _ => null,
    };

    private Func<Task<PreparedDocument>> Json(Func<PublicPage, byte[]> write) => Data(write, "application/json; charset=utf-8");

    private Func<Task<PreparedDocument>> Data(Func<PublicPage, byte[]> write, string contentType) =>
        () => Task.FromResult(PreparedDocument.Data(write(page), contentType));

    private async Task<PreparedDocument> HtmlAsync<TComponent>(int status = 200) where TComponent : IMarkupOf<PublicPage> =>
        PreparedDocument.Html("<!doctype html>\n" + await markup.RenderAsync<TComponent, PublicPage>(page), status);

    private async Task<PreparedDocument> IncidentAsync(PageIncident incident) =>
        PreparedDocument.Html("<!doctype html>\n" + await markup.RenderAsync<IncidentPage, IncidentPageModel>(new IncidentPageModel(page, incident)));
}
