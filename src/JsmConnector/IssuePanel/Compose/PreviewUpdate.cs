using JsmConnector.Incidents;
using JsmConnector.Installations;
using JsmConnector.Installations.Settings;
using JsmConnector.Platform.Html;
using JsmConnector.PortalAnnouncements;
using JsmConnector.StatusPages;

namespace JsmConnector.IssuePanel.Compose;

/// <summary>What readers would see of an incident after words that nobody said yet.</summary>
public sealed class PreviewUpdate(IStatusPagePreview page, IPreviewOf<PortalAnnouncement> portal)
{
    /// <param name="incident">As it would be; never saved.</param>
    /// <param name="updates">Oldest first; the last one is the one that is being written.</param>
    public IEnumerable<PlacePreview> Show(Installation site, Incident incident, IReadOnlyList<IncidentUpdate> updates, InstallationSettings settings, DateTimeOffset now)
    {
        var builtin = settings.StatusPages.FirstOrDefault(p => p.Provider == StatusPageSettings.BuiltIn.Provider);
        if (builtin is not null)
            yield return page.Show(site.Id, PublicIncidents.Of(incident, updates), builtin.Page ?? PageSettings.Default, now);
        var path = builtin is null ? null : $"/status/{Uri.EscapeDataString(site.ShortName)}";
        if (DesiredAnnouncement.Of(incident, updates, path, settings) is { } announcement)
            yield return portal.Show(announcement, now);
    }
}
