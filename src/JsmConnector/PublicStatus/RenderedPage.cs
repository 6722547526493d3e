using System.Collections.Concurrent;

namespace JsmConnector.PublicStatus;

/// <summary>One page at one version: its documents are rendered at their first use and then only handed out.</summary>
public sealed class RenderedPage(PageKey key, PublicPage page, PageDocuments documents, PreparedBytes memory)
{
    private const int MostUnknown = 2_000;
    private const string Missing = "404";
    private readonly ConcurrentDictionary<string, PreparedDocument> _ready = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Lazy<Task<PreparedDocument?>>> _rendering = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> _unknown = new(StringComparer.Ordinal);

    public PageKey Key => key;

    public PublicPage Page => page;

    /// <summary>Guarded by <see cref="PreparedBytes"/>.</summary>
    public bool IsReplaced { get; set; }

    /// <summary>The whole path is the key, so that a hit costs one look-up.</summary>
    public PreparedDocument? FindReady(string path) => _ready.GetValueOrDefault(path);

    public void Forget(string path) => _ready.TryRemove(path, out _);

    /// <param name="path">From the root: /status/acme/history.</param>
    public async Task<PreparedDocument> RenderAsync(string path)
    {
        if (FindReady(path) is { } ready)
            return ready;
        var document = path[key.Root.Length..];
        if (!_unknown.ContainsKey(document))
        {
            if (await RenderOnceAsync(document, () => documents.MakeAsync(document)) is { } made)
            {
                if (_ready.TryAdd(path, made) && !memory.Keep(this, path, made))
                    Forget(path);
                return made;
            }
            // Addresses that strangers invent share one answer; the database is asked once for each while the version lasts.
            if (_unknown.Count >= MostUnknown)
                _unknown.Clear();
            _unknown[document] = true;
        }
        return (await RenderOnceAsync(Missing, async () => await documents.MissingAsync(), keep: true))!;
    }

    private async Task<PreparedDocument?> RenderOnceAsync(string document, Func<Task<PreparedDocument?>> make, bool keep = false)
    {
        var rendering = _rendering.GetOrAdd(document, _ => new Lazy<Task<PreparedDocument?>>(make));
        var keeps = false;
        try
        {
            var made = await rendering.Value;
            keeps = keep;
            return made;
        }
        finally
        {
            // A failure is not kept: the next reader tries again. What is ready is found before anybody comes here.
            if (!keeps)
                _rendering.TryRemove(new KeyValuePair<string, Lazy<Task<PreparedDocument?>>>(document, rendering));
        }
    }
}
