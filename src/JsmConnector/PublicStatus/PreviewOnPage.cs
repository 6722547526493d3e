using JsmConnector.Platform.Html;
using JsmConnector.Platform.Languages;
using JsmConnector.PublicStatus.Html;
using JsmConnector.StatusPages.Providers.Builtin;

namespace JsmConnector.PublicStatus;

public sealed class PreviewOnPage : IPreviewOf<UnpublishedIncident>
{
    public PlacePreview Show(UnpublishedIncident shown, DateTimeOffset now)
    {
        var page = new PublicPage
        {
            Id = "",
            Name = shown.Settings.Title ?? "",
            Url = "",
            // Nobody leaves the preview by its links.
            Root = "#",
            Settings = shown.Settings,
            Version = 0,
            UpdatedAt = now,
            Now = now,
            Components = [],
            Incidents = [],
        };
        var view = new IncidentView(new PageView(page, Language.Of(shown.Settings.Language), ""), new PageIncident(shown.Row, [.. shown.Updates.Reverse()]));
        return new PlacePreview("Status page", "page-preview", ComponentMarkup.Fragment<PreviewedIncident, IncidentView>(view));
    }
}
