using JsmConnector.Platform;
using JsmConnector.Platform.Html;
using JsmConnector.PortalAnnouncements;
using Microsoft.Extensions.Options;

namespace JsmConnector.PortalHeader;

public sealed class PreviewOnPortal(IOptions<AppOptions> app) : IPreviewOf<PortalAnnouncement>
{
    public PlacePreview Show(PortalAnnouncement shown, DateTimeOffset now) =>
        new("Service portal", "", ComponentMarkup.Fragment<PortalHeaderContent, PortalHeaderModel>(PortalHeaderModel.Of([shown], app.Value.BaseUrl, now)));
}
