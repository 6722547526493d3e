using System.Globalization;
using System.Text.Json;
using JsmConnector.Platform.Database;
using JsmConnector.Platform.Html;
using JsmConnector.Platform.Languages;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace JsmConnector.PublicStatus;

public abstract record Exported
{
    /// <param name="Files">Of the whole copy.</param>
    /// <param name="Written">Of this run: those that had changed.</param>
    public sealed record Done(int Files, int Written) : Exported;

    public sealed record Refused(string Why) : Exported;
}

/// <summary>
/// Writes a page as static files for a second host that shares nothing with this one: pages in every language, JSON, feeds, calendar, badges, style and
/// script. Repeats write only what changed; what is no longer on the page is taken away, and the whole copy with a page that is gone or not public any more.
/// </summary>
public sealed partial class ExportPages(
    FindPage find, LoadPublicPage load, ReadPast past, ComponentMarkup markup, IServiceScopeFactory scopes, IOptions<PublicStatusOptions> options, TimeProvider clock,
    ILogger<ExportPages> logger)
{
    private const string StateFile = ".exported.json";

    /// <summary>The job: every public page into a folder of its own.</summary>
    public async Task RunAllAsync(CancellationToken cancellationToken)
    {
        var keys = await find.AllAsync(cancellationToken);
        foreach (var key in keys)
        {
            try
            {
                await WriteAsync(key, Path.Combine(options.Value.ExportFolder, key.Place), null, cancellationToken);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                LogNotWritten(logger, exception, key.Place);
            }
        }
        await TakeAwayAbandonedAsync(keys.Select(key => key.Place).ToHashSet(StringComparer.Ordinal), cancellationToken);
    }

    /// <param name="url">Where the copy will stand; null: the page's own address.</param>
    public async Task<Exported> WriteAsync(PageKey key, string folder, string? url, CancellationToken cancellationToken)
    {
        var page = await load.LoadAsync(key, cancellationToken);
        var files = new ExportFolder(folder);
        var before = await files.ReadStateAsync(StateFile, cancellationToken);
        if (page.IsPrivate)
        {
            if (before is not null)
                files.TakeAway(before, StateFile);
            return new Exported.Refused($"The page is not public: static files have no door.{(before is null ? "" : $" The copy of the time when it was public ({before.Files.Count} files) is taken away.")}");
        }
        page = page with { Root = "", Url = url?.TrimEnd('/') ?? page.Url };
        var look = ExportLook.Of(page);
        if (before?.IsUpToDate(page, look, clock.GetUtcNow()) == true)
            return new Exported.Done(before.Files.Count, 0);

        var documents = new PageDocuments(key, page, markup, past);
        var isSameLook = before is not null && before.Look == look && before.SettingsVersion == page.SettingsVersion && before.Url == page.Url;
        var recent = page.Incidents.Concat(page.Maintenances).Select(entry => entry.Row.PublicId).ToHashSet(StringComparer.Ordinal);
        var entries = await StampsAsync(key, page, cancellationToken);
        foreach (var document in List(page, entries.Keys))
        {
            // A long past incident that reads as it did need not be made again.
            var stays = isSameLook && document.Split('/') is [.., "incidents", var id] && entries.TryGetValue(id, out var stamp) && !recent.Contains(id) && before!.Past?.GetValueOrDefault(id) == stamp;
            await files.PutAsync(document, stays, async () => (await documents.MakeAsync(document))?.Identity.Bytes, cancellationToken);
        }
        await files.PutAsync("/404.html", false, async () => (await documents.MissingAsync()).Identity.Bytes, cancellationToken);
        foreach (var asset in ExportLook.Assets)
            await files.PutAsync(asset.Path, true, () => Task.FromResult<byte[]?>(asset.Content), cancellationToken);
        files.RemoveOthers(before?.Files ?? []);
        await files.WriteStateAsync(StateFile, new ExportState(page.Version, page.SettingsVersion, page.Url, page.Now, [.. files.Files], look, entries), cancellationToken);
        return new Exported.Done(files.Files.Count, files.Written);
    }

    /// <summary>Folders that this job wrote for pages that were removed or have another address now.</summary>
    private async Task TakeAwayAbandonedAsync(HashSet<string> places, CancellationToken cancellationToken)
    {
        if (!Directory.Exists(options.Value.ExportFolder))
            return;
        foreach (var folder in Directory.EnumerateDirectories(options.Value.ExportFolder).Where(folder => !places.Contains(Path.GetFileName(folder))).ToList())
        {
            var files = new ExportFolder(folder);
            try
            {
                if (await files.ReadStateAsync(StateFile, cancellationToken) is { } held)
                    files.TakeAway(held, StateFile);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                LogNotWritten(logger, exception, Path.GetFileName(folder));
            }
        }
    }

    private static IReadOnlyList<string> List(PublicPage page, IEnumerable<string> entries)
    {
        string[] parts = [.. page.Components.Select(component => component.Row.PublicId), .. page.Groups.SelectMany(group => group.SelfAndBelow).Select(group => group.Id)];
        List<string> people =
        [
            "", "/history", "/updates",
            .. Enumerable.Range(2, ReadPast.LastPage(page.IncidentCount) - 1).Select(number => $"/history/{number.ToString(CultureInfo.InvariantCulture)}"),
            .. parts.Select(id => $"/components/{id}"),
            .. entries.Select(id => $"/incidents/{id}"),
        ];
        var prefixes = Language.All.Select(language => language.Tag == Language.Of(page.Settings.Language).Tag ? "" : $"/{language.Tag}");
        return
        [
            .. PageDocuments.Whole,
            .. parts.SelectMany(id => PageDocuments.OfPart.Select(document => $"/components/{id}{document}")),
            .. PageDocuments.OfPart,
            .. prefixes.SelectMany(prefix => people.Select(document => prefix + document)),
        ];
    }

    /// <summary>All that the page of an incident is made from, said shortly. Updates are only ever added: the time of the newest says how many there are.</summary>
    private async Task<Dictionary<string, string>> StampsAsync(PageKey key, PublicPage page, CancellationToken cancellationToken)
    {
        await using var scope = scopes.Enter(key.Installation);
        var database = scope.ServiceProvider.GetRequiredService<JsmConnectorContext>();
        var rows = await PageEntries.Of(database, key.PageId, page.Settings, page.Components)
            .Select(row => new { row.PublicId, row.Title, row.Stage, row.Impact, row.StartedAt, row.ResolvedAt, row.ScheduledFor, row.ScheduledUntil, row.UpdatedAt, row.ComponentIds, row.Account, row.AccountAt })
            .ToListAsync(cancellationToken);
        return rows.ToDictionary(row => row.PublicId, row => ExportLook.Stamp(JsonSerializer.SerializeToUtf8Bytes(row)), StringComparer.Ordinal);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The static copy of the status page {Place} could not be written")]
    private static partial void LogNotWritten(ILogger logger, Exception exception, string place);
}
