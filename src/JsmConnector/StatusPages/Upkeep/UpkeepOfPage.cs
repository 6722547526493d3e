using JsmConnector.Installations.Settings;
using JsmConnector.Platform.Database;

namespace JsmConnector.StatusPages.Upkeep;

/// <summary>Who looks after a page of the settings.</summary>
public sealed class UpkeepOfPage(CurrentSettings settings, IEnumerable<IPageUpkeep> all)
{
    /// <returns>Null when there is no such page, or nobody edits it elsewhere.</returns>
    public async Task<(IPageUpkeep Upkeep, StatusPageSettings Page)?> FindAsync(InstallationId installation, string page, CancellationToken cancellationToken) =>
        (await settings.GetAsync(installation, cancellationToken)).StatusPages.FirstOrDefault(entry => entry.Id == page) is { } found && all.FirstOrDefault(upkeep => upkeep.Provider == found.Provider) is { } upkeep
            ? (upkeep, found)
            : null;
}
