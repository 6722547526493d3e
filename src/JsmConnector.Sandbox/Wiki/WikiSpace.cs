using System.Globalization;
using System.Text.Json.Nodes;

namespace JsmConnector.Sandbox.Wiki;

/// <summary>A page of the wiki with what the app is told about it.</summary>
public sealed class WikiPage
{
    public required string Id { get; init; }
    public required string Title { get; set; }
    public required string Storage { get; set; }
    public required DateTimeOffset At { get; set; }
    public string Status { get; set; } = "current";
    public int Version { get; set; } = 1;
    public string? Note { get; set; }
    public string Author { get; set; } = "JsmConnector";
    public HashSet<string> Labels { get; } = new(StringComparer.Ordinal);
    public Dictionary<string, JsonNode> Properties { get; } = new(StringComparer.Ordinal);
    public string Path => $"/spaces/{WikiSpace.Key}/pages/{Id}";
}

/// <summary>The one space of the site's wiki: titles are unique in it, each change is a version, and a page that is no sound storage format is refused.</summary>
public sealed class WikiSpace(TimeProvider clock)
{
    public const string Key = "OPS";
    public const string Id = "770001";
    private readonly Lock _gate = new();
    private readonly List<WikiPage> _pages = [];
    private int _next = 100_000;

    public IReadOnlyList<WikiPage> Pages
    {
        get
        {
            lock (_gate)
                return [.. _pages.OrderByDescending(page => page.At)];
        }
    }

    public WikiPage? Find(string id)
    {
        lock (_gate)
            return _pages.Find(page => page.Id == id);
    }

    /// <returns>The page, or what the wiki has against it.</returns>
    public (WikiPage? Page, int Status, string? Problem) Create(string title, string storage)
    {
        if (CheckStorage.Mistakes(storage) is [var mistake, ..])
            return (null, 400, $"Error parsing xhtml: {mistake}");
        lock (_gate)
        {
            if (_pages.Exists(page => page.Title == title && page.Status != "trashed"))
                return (null, 400, "A page with this title already exists: A page already exists with the same TITLE in this space");
            var page = new WikiPage { Id = (++_next).ToString(CultureInfo.InvariantCulture), Title = title, Storage = storage, At = clock.GetUtcNow() };
            _pages.Add(page);
            return (page, 200, null);
        }
    }

    /// <returns>What the wiki has against it; null when it was done.</returns>
    public (int Status, string Problem)? Change(WikiPage page, string title, string storage, int version, string? note, string author)
    {
        if (CheckStorage.Mistakes(storage) is [var mistake, ..])
            return (400, $"Error parsing xhtml: {mistake}");
        lock (_gate)
        {
            if (page.Status != "current")
                return (400, "The page cannot be changed");
            if (version != page.Version + 1)
                return (409, "Version must be incremented when updating a page");
            (page.Title, page.Storage, page.Version, page.Note, page.Author, page.At) = (title, storage, version, note, author, clock.GetUtcNow());
            return null;
        }
    }
}
