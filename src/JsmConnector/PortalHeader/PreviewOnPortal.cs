using JsmConnector.Incidents;
using JsmConnector.Platform;
using JsmConnector.Platform.Html;
using JsmConnector.PortalAnnouncements;
using Microsoft.Extensions.Options;

namespace JsmConnector.PortalHeader;

public sealed class PreviewOnPortal(IOptions<AppOptions> app) : IPreviewPlace
{
    public PlacePreview? Show(IncidentToShow shown) => DesiredAnnouncement.Of(shown.Incident, shown.Updates, shown.PagePath) is { } announcement
        ? new PlacePreview("Service portal", "", ComponentMarkup.Fragment<PortalHeaderContent, PortalHeaderModel>(PortalHeaderModel.Of([announcement], app.Value.BaseUrl, shown.Now)))
        : null;
}
