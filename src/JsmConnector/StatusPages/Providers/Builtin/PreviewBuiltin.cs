using JsmConnector.Installations.Settings;
using JsmConnector.Platform.Database;
using JsmConnector.Platform.Html;

namespace JsmConnector.StatusPages.Providers.Builtin;

public sealed class PreviewBuiltin(IPreviewOf<UnpublishedIncident> page) : IStatusPagePreview
{
    public PlacePreview Show(InstallationId installation, PublicIncident incident, PageSettings settings, DateTimeOffset now) =>
        page.Show(UnpublishedIncident.Of(installation, incident, settings, now), now);
}
