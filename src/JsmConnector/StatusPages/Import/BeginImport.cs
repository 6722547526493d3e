using JsmConnector.Installations.Settings;
using JsmConnector.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace JsmConnector.StatusPages.Import;

public abstract record ImportBegun
{
    public sealed record Begun(PageImport Import) : ImportBegun;

    public sealed record Refused(string Field, string Reason, string Mend) : ImportBegun;

    /// <summary>One is under way.</summary>
    public sealed record Busy : ImportBegun;
}

/// <summary>Begins to take over the past of a page elsewhere. Begun twice, nothing is there twice. In a scope that has entered the site.</summary>
public sealed class BeginImport(JsmConnectorContext database, CurrentSettings settings, IEnumerable<IImportSource> sources, TimeProvider clock)
{
    private const int LongestSource = 500;

    public async Task<ImportBegun> BeginAsync(InstallationId installation, string page, string? from, string? author, CancellationToken cancellationToken)
    {
        var pages = (await settings.GetAsync(installation, cancellationToken)).StatusPages;
        if (!pages.Any(entry => entry.Id == page && entry.Provider == StatusPageSettings.BuiltIn.Provider))
            return new ImportBegun.Refused("page", $"The settings have no built-in page '{page}'.", "Take an id from statusPages of the settings.");
        var source = from?.Trim() ?? "";
        if (source.Length is 0 or > LongestSource || !sources.Any(known => known.CanRead(source, pages.FirstOrDefault(entry => entry.Id == source))))
            return new ImportBegun.Refused("from", "It names no page that can be read.", "Give the id of a statuspage entry of the settings, or an address like https://status.example.com.");
        if (await database.Set<PageImport>().AnyAsync(import => import.PageId == page && import.State == ImportState.Running, cancellationToken))
            return new ImportBegun.Busy();
        var now = clock.GetUtcNow();
        var begun = new PageImport { InstallationId = installation, Id = Guid.CreateVersion7(now), PageId = page, Source = source, DueAt = now, Author = author, CreatedAt = now };
        database.Add(begun);
        await database.SaveChangesAsync(cancellationToken);
        return new ImportBegun.Begun(begun);
    }
}
