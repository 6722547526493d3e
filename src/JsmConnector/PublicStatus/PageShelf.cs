using System.Collections.Concurrent;
using JsmConnector.Platform.Database;
using JsmConnector.Platform.Html;

namespace JsmConnector.PublicStatus;

/// <summary>
/// The pages of this node, in memory. Requests read from here; the database is asked only for a page not seen before, and when it is away, the last
/// snapshot on disk answers in its place.
/// </summary>
public sealed partial class PageShelf(
    FindPage find, LoadPublicPage load, ReadPast past, PageSnapshots snapshots, PreparedBytes memory, ComponentMarkup markup, ILogger<PageShelf> logger)
{
    private const int MostUnknown = 10_000;
    private readonly ConcurrentDictionary<string, RenderedPage> _pages = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Lazy<Task<RenderedPage?>>> _loading = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, DateTimeOffset> _unknown = new(StringComparer.Ordinal);

    public IEnumerable<RenderedPage> All => _pages.Values;

    /// <summary>Without allocation: the path a request came with is sliced, not cut.</summary>
    public RenderedPage? Find(ReadOnlySpan<char> place) =>
        _pages.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(place, out var page) ? page : null;

    /// <summary>Many requests for a page that is not on the shelf load it once. Null when there is no such page.</summary>
    public async Task<RenderedPage?> LoadAsync(string place, DateTimeOffset now)
    {
        // Names that strangers try cost the database one question every few seconds.
        if (_unknown.TryGetValue(place, out var until) && until > now)
            return null;
        var loading = _loading.GetOrAdd(place, name => new Lazy<Task<RenderedPage?>>(() => ReadAsync(name)));
        try
        {
            var page = await loading.Value;
            if (page is null)
            {
                if (_unknown.Count > MostUnknown)
                    _unknown.Clear();
                _unknown[place] = now.AddSeconds(3);
            }
            return page;
        }
        finally
        {
            _loading.TryRemove(new KeyValuePair<string, Lazy<Task<RenderedPage?>>>(place, loading));
        }
    }

    /// <summary>Puts a new version in place of the old one; until it is there, the old one is served.</summary>
    public async Task RenewAsync(InstallationId installation)
    {
        // A first reading under way may have begun before the change: let it reach the shelf, then renew it like the others.
        foreach (var loading in _loading.Values)
            await ((Task)loading.Value).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        foreach (var page in _pages.Values.Where(page => page.Key.Installation == installation))
            await RenewAsync(page);
    }

    public async Task RenewAsync(RenderedPage page)
    {
        try
        {
            var renewed = Render(page.Key, await load.LoadAsync(page.Key, CancellationToken.None));
            // The documents that readers ask for first are ready before anybody sees the new version.
            await renewed.RenderAsync(page.Key.Root.Length == 0 ? "/" : page.Key.Root);
            await renewed.RenderAsync($"{page.Key.Root}/api/v2/summary.json");
            Put(renewed);
            await snapshots.SaveAsync(renewed.Key, renewed.Page);
        }
        catch (Exception exception)
        {
            LogNotRenewed(logger, exception, page.Key.Place);
        }
    }

    /// <summary>Nothing was changed since; the snapshot on disk is as true as the page.</summary>
    public void Confirm(RenderedPage page, DateTimeOffset now) => snapshots.Confirm(page.Key, now);

    /// <summary>The database is away: every page says since when it knows nothing newer.</summary>
    public void MarkStale(DateTimeOffset since)
    {
        foreach (var page in _pages.Values.Where(page => page.Page.StaleSince is null))
            Put(Render(page.Key, page.Page with { StaleSince = since }));
    }

    /// <summary>The site is gone, or its page has another name.</summary>
    public void Drop(RenderedPage page)
    {
        if (_pages.TryRemove(page.Key.Place, out var dropped))
            memory.Release(dropped);
        snapshots.Forget(page.Key);
    }

    private async Task<RenderedPage?> ReadAsync(string place)
    {
        try
        {
            if (await find.AtAsync(place, CancellationToken.None) is not { } key)
                return null;
            var read = Put(Render(key, await load.LoadAsync(key, CancellationToken.None)));
            await snapshots.SaveAsync(key, read.Page);
            return read;
        }
        catch (Exception exception)
        {
            if (await snapshots.ReadAsync(place) is not var (key, page))
                throw;
            LogFromSnapshot(logger, exception, place);
            return Put(Render(key, page));
        }
    }

    private RenderedPage Put(RenderedPage page)
    {
        _pages.TryGetValue(page.Key.Place, out var before);
        _pages[page.Key.Place] = page;
        if (before is not null)
            memory.Release(before);
        return page;
    }

    private RenderedPage Render(PageKey key, PublicPage page) => new(key, page, new PageDocuments(key, page, markup, past), memory);

    [LoggerMessage(Level = LogLevel.Error, Message = "The status page {Place} could not be rendered anew; the last version stays")]
    private static partial void LogNotRenewed(ILogger logger, Exception exception, string place);

    [LoggerMessage(Level = LogLevel.Error, Message = "The status page {Place} could not be read; its last snapshot is shown")]
    private static partial void LogFromSnapshot(ILogger logger, Exception exception, string place);
}
