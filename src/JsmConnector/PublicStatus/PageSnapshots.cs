using System.Text.Json;
using JsmConnector.Platform;
using Microsoft.Extensions.Options;

namespace JsmConnector.PublicStatus;

/// <summary>
/// The last known state of each page on disk: what is served when the database is away, also after a restart. A file's time says when it was last known
/// to be true. Written beside and renamed, so that a crash leaves the old one whole.
/// </summary>
public sealed partial class PageSnapshots(IOptions<AppOptions> app, IHostEnvironment environment, ILogger<PageSnapshots> logger)
{
    private static readonly JsonSerializerOptions Json = new() { IgnoreReadOnlyProperties = true };
    private readonly string _folder = Path.Combine(environment.ContentRootPath, app.Value.DataFolder, "pages");

    private int _failing;

    public bool Any => Directory.Exists(_folder) && Directory.EnumerateFiles(_folder, "*.json").Any();

    /// <summary>A disk that is full or read-only costs the snapshot, not the page.</summary>
    public async Task SaveAsync(PageKey key, PublicPage page)
    {
        try
        {
            Directory.CreateDirectory(_folder);
            var temporary = Path.Combine(_folder, $".{key.Place}.{Guid.NewGuid():N}");
            var file = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
                file.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            await using (var stream = new FileStream(temporary, file))
                await JsonSerializer.SerializeAsync(stream, new Snapshot(key, page with { Groups = [] }), Json);
            File.Move(temporary, PathOf(key.Place), overwrite: true);
            Interlocked.Exchange(ref _failing, 0);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Said once, not with every change: a container without a disk of its own is a choice.
            if (Interlocked.Exchange(ref _failing, 1) == 0)
                LogNotSaved(logger, exception, key.Place);
        }
    }

    /// <summary>Still true at this moment.</summary>
    public void Confirm(PageKey key, DateTimeOffset now)
    {
        try
        {
            if (Volatile.Read(ref _failing) == 0)
                File.SetLastWriteTimeUtc(PathOf(key.Place), now.UtcDateTime);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            LogNotConfirmed(logger, exception, key.Place);
        }
    }

    /// <summary>The page as it was, marked with since when nothing newer is known; null when there is none.</summary>
    public async Task<(PageKey Key, PublicPage Page)?> ReadAsync(string place)
    {
        var path = PathOf(place);
        try
        {
            if (!File.Exists(path))
                return null;
            await using var stream = File.OpenRead(path);
            if (await JsonSerializer.DeserializeAsync<Snapshot>(stream, Json) is not { } snapshot || snapshot.Key.Place != place)
                return null;
            var page = snapshot.Page;
            var since = new DateTimeOffset(File.GetLastWriteTimeUtc(path), TimeSpan.Zero);
            return (snapshot.Key, page with { StaleSince = since, Groups = PageGroup.Of(page.Id, page.Settings.Groups, page.Components) });
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException)
        {
            LogNotRead(logger, exception, place);
            return null;
        }
    }

    /// <summary>The page is gone: its last state is not kept for anybody.</summary>
    public void Forget(PageKey key)
    {
        try
        {
            File.Delete(PathOf(key.Place));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            LogNotConfirmed(logger, exception, key.Place);
        }
    }

    /// <summary>A place holds lower-case letters, digits, hyphens and dots between them, and nothing that leads out of the folder.</summary>
    private string PathOf(string place) => Path.Combine(_folder, $"{Path.GetFileName(place)}.json");

    private sealed record Snapshot(PageKey Key, PublicPage Page);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The snapshot of the status page {Place} could not be written; without it the page cannot be shown when the database is away after a restart")]
    private static partial void LogNotSaved(ILogger logger, Exception exception, string place);

    [LoggerMessage(Level = LogLevel.Debug, Message = "The snapshot of the status page {Place} could not be touched")]
    private static partial void LogNotConfirmed(ILogger logger, Exception exception, string place);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The snapshot of the status page {Place} could not be read")]
    private static partial void LogNotRead(ILogger logger, Exception exception, string place);
}
