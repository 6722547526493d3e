using JsmConnector.Incidents;
using JsmConnector.Installations.Settings;
using JsmConnector.Platform.Html;
using JsmConnector.Platform.Languages;
using JsmConnector.PublicStatus.Html;
using JsmConnector.StatusPages;
using JsmConnector.StatusPages.Providers.Builtin;

namespace JsmConnector.PublicStatus;

public sealed class PreviewOnPage : IPreviewPlace
{
    public PlacePreview? Show(IncidentToShow shown)
    {
        if (shown.PagePath is null || !shown.Incident.Published)
            return null;
        var settings = shown.Settings.StatusPages.First(page => page.Provider == StatusPageSettings.BuiltIn.Provider).Page ?? PageSettings.Default;
        var page = new PublicPage
        {
            Id = "",
            Name = settings.Title ?? "",
            Url = "",
            // Nobody leaves the preview by its links.
            Root = "#",
            Settings = settings,
            Version = 0,
            UpdatedAt = shown.Now,
            Now = shown.Now,
            Components = [],
            Incidents = [],
        };
        var view = new IncidentView(new PageView(page, Language.Of(settings.Language), ""), Entry(PublishedEntry.Of(PublicIncidents.Of(shown.Incident, shown.Updates)), shown));
        return new PlacePreview("Status page", "page-preview", ComponentMarkup.Fragment<PreviewedIncident, IncidentView>(view));
    }

    private static PageIncident Entry(PublishedEntry entry, IncidentToShow shown)
    {
        var row = new PublishedIncident
        {
            InstallationId = shown.Incident.InstallationId,
            PageId = "",
            PublicId = entry.Id,
            Title = entry.Title,
            Stage = entry.Stage,
            Impact = entry.Impact,
            StartedAt = entry.StartedAt,
            ResolvedAt = entry.Ended ? entry.ResolvedAt ?? shown.Now : null,
            NextUpdateAt = entry.NextUpdateAt,
            CreatedAt = shown.Now,
            UpdatedAt = shown.Now,
            ComponentIds = [.. entry.ComponentIds],
        };
        var updates = entry.Updates.Select((update, index) => new PublishedUpdate
        {
            InstallationId = shown.Incident.InstallationId,
            PageId = "",
            PublicId = update.Id,
            IncidentId = entry.Id,
            Number = index + 1,
            Stage = update.Stage,
            Words = update.Words,
            DisplayAt = update.DisplayAt,
            NextUpdateAt = update.NextUpdateAt,
            IsCorrection = update.IsCorrection,
        });
        return new PageIncident(row, [.. updates.Reverse()]);
    }
}
