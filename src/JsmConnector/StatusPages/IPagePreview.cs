using JsmConnector.Installations.Settings;
using JsmConnector.Platform.Database;

namespace JsmConnector.StatusPages;

/// <summary>A built-in page as it stands now, with settings that are not saved: rendered by what readers are served from, so that it cannot differ.</summary>
public interface IPagePreview : IPublicData
{
    /// <param name="isFirst">The first built-in page of the site goes by the site's name.</param>
    /// <returns>A document that needs nothing from elsewhere and runs nothing.</returns>
    Task<string> RenderAsync(InstallationId installation, string page, bool isFirst, PageSettings draft, CancellationToken cancellationToken);
}
