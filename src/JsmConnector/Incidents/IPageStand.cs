using JsmConnector.Installations.Settings;

namespace JsmConnector.Incidents;

/// <summary>How a page stands as a whole: what its subscribers are sent must not say something else than its JSON. In a scope that has entered the site.</summary>
public interface IPageStand
{
    Task<PageIndicator> NowAsync(PageSettings page, CancellationToken cancellationToken);
}
