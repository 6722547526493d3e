using JsmConnector.Installations.Settings;
using JsmConnector.Platform.Database;
using JsmConnector.Platform.Html;

namespace JsmConnector.StatusPages;

/// <summary>How the site's own page would show an incident.</summary>
public interface IStatusPagePreview
{
    PlacePreview Show(InstallationId installation, PublicIncident incident, PageSettings settings, DateTimeOffset now);
}
