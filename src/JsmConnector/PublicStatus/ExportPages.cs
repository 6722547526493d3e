using System.Globalization;
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
/// script. Repeats write only what changed; what is no longer on the page is taken away.
/// </summary>
public sealed partial class ExportPages(
    FindPage find, LoadPublicPage load, ReadPast past, ComponentMarkup markup, IServiceScopeFactory scopes, IOptions<PublicStatusOptions> options, TimeProvider clock,
    ILogger<ExportPages> logger)
{
    private const string StateFile = ".exported.json";

    /// <summary>The job: every public page into a folder of its own.</summary>
    public async Task RunAllAsync(CancellationToken cancellationToken)
    {
        foreach (var key in await find.AllAsync(cancellationToken))
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
    }

    /// <param name="url">Where the copy will stand; null: the page's own address.</param>
    public async Task<Exported> WriteAsync(PageKey key, string folder, string? url, CancellationToken cancellationToken)
    {
        var page = await load.LoadAsync(key, cancellationToken);
        if (page.IsPrivate)
            return new Exported.Refused("The page is not public: static files have no door.");
        page = page with { Root = "", Url = url?.TrimEnd('/') ?? page.Url };
        var files = new ExportFolder(folder);
        var before = await files.ReadStateAsync(StateFile, cancellationToken);
        if (before?.IsUpToDate(page, clock.GetUtcNow()) == true)
            return new Exported.Done(before.Files.Count, 0);

        var documents = new PageDocuments(key, page, markup, past);
        var lookUnchanged = before is not null && before.SettingsVersion == page.SettingsVersion && before.Url == page.Url;
        var recent = page.Incidents.Concat(page.Maintenances).Select(entry => entry.Row.PublicId).ToHashSet(StringComparer.Ordinal);
        foreach (var document in await ListAsync(key, page, cancellationToken))
        {
            // Long past incidents read as they did, so their pages need not be made again.
            var isPast = document.Split('/') is [.., "incidents", var id] && !recent.Contains(id);
            await files.PutAsync(document, isPast && lookUnchanged, async () => (await documents.MakeAsync(document))?.Identity.Bytes, cancellationToken);
        }
        await files.PutAsync("/404.html", false, async () => (await documents.MissingAsync()).Identity.Bytes, cancellationToken);
        foreach (var asset in new[] { "status.css", "status.js" }.Select(name => AssetCatalog.Find(AssetCatalog.PathOf(name))!))
            await files.PutAsync(asset.Path, true, () => Task.FromResult<byte[]?>(asset.Content), cancellationToken);
        files.RemoveOthers(before?.Files ?? []);
        await files.WriteStateAsync(StateFile, new ExportState(page.Version, page.SettingsVersion, page.Url, page.Now, [.. files.Files]), cancellationToken);
        return new Exported.Done(files.Files.Count, files.Written);
    }

    private async Task<IReadOnlyList<string>> ListAsync(PageKey key, PublicPage page, CancellationToken cancellationToken)
    {
        string[] parts = [.. page.Components.Select(component => component.Row.PublicId), .. page.Groups.SelectMany(group => group.SelfAndBelow).Select(group => group.Id)];
        List<string> people =
        [
            "", "/history", "/updates",
            .. Enumerable.Range(2, ReadPast.LastPage(page.IncidentCount) - 1).Select(number => $"/history/{number.ToString(CultureInfo.InvariantCulture)}"),
            .. parts.Select(id => $"/components/{id}"),
            .. (await IdsAsync(key, page, cancellationToken)).Select(id => $"/incidents/{id}"),
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

    private async Task<List<string>> IdsAsync(PageKey key, PublicPage page, CancellationToken cancellationToken)
    {
        await using var scope = scopes.Enter(key.Installation);
        var database = scope.ServiceProvider.GetRequiredService<JsmConnectorContext>();
        return await PageEntries.Of(database, key.PageId, page.Settings, page.Components).Select(entry => entry.PublicId).ToListAsync(cancellationToken);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The static copy of the status page {Place} could not be written")]
    private static partial void LogNotWritten(ILogger logger, Exception exception, string place);
}
