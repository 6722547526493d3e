using System.Collections.Concurrent;
using JsmConnector.Platform.Database;
using JsmConnector.Platform.Html;

namespace JsmConnector.PublicStatus;

/// <summary>The pages of this node, in memory. Requests read from here; the database is asked only for a page not seen before.</summary>
public sealed partial class PageShelf(LoadPublicPage load, ComponentMarkup markup, ILogger<PageShelf> logger)
{
    private const int MostUnknown = 10_000;
    private readonly ConcurrentDictionary<string, RenderedPage> _pages = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Lazy<Task<RenderedPage?>>> _loading = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, DateTimeOffset> _unknown = new(StringComparer.Ordinal);

    public IEnumerable<RenderedPage> All => _pages.Values;

    /// <summary>Without allocation: the path a request came with is sliced, not cut.</summary>
    public RenderedPage? Find(ReadOnlySpan<char> address) =>
        _pages.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(address, out var page) ? page : null;

    /// <summary>Many requests for a page that is not on the shelf load it once. Null when there is no such page.</summary>
    public async Task<RenderedPage?> LoadAsync(string address, DateTimeOffset now)
    {
        // Names that strangers try cost the database one question every few seconds.
        if (_unknown.TryGetValue(address, out var until) && until > now)
            return null;
        var loading = _loading.GetOrAdd(address, name => new Lazy<Task<RenderedPage?>>(() => ReadAsync(name)));
        try
        {
            var page = await loading.Value;
            if (page is null)
            {
                if (_unknown.Count > MostUnknown)
                    _unknown.Clear();
                _unknown[address] = now.AddSeconds(3);
            }
            return page;
        }
        finally
        {
            _loading.TryRemove(new KeyValuePair<string, Lazy<Task<RenderedPage?>>>(address, loading));
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
            var renewed = new RenderedPage(page.Key, await load.LoadAsync(page.Key, CancellationToken.None), markup);
            // The documents that readers ask for first are ready before anybody sees the new version.
            var root = $"/status/{page.Key.Address}";
            await renewed.RenderAsync(root);
            await renewed.RenderAsync($"{root}/api/v2/summary.json");
            _pages[page.Key.Address] = renewed;
        }
        catch (Exception exception)
        {
            LogNotRenewed(logger, exception, page.Key.Address);
        }
    }

    /// <summary>The site is gone, or its page has another name.</summary>
    public void Drop(RenderedPage page) => _pages.TryRemove(page.Key.Address, out _);

    private async Task<RenderedPage?> ReadAsync(string address)
    {
        if (await load.FindAsync(address, CancellationToken.None) is not { } key)
            return null;
        return _pages[address] = new RenderedPage(key, await load.LoadAsync(key, CancellationToken.None), markup);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The status page {Address} could not be rendered anew; the last version stays")]
    private static partial void LogNotRenewed(ILogger logger, Exception exception, string address);
}
