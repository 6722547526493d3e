using JsmConnector.Incidents;
using JsmConnector.Platform.Database;

namespace JsmConnector.PortalAnnouncements;

public static class PublicAnnouncements
{
    /// <summary>PostgreSQL channel; the payload is the installation's id. Triggers tell it of every row that changes here, and of every incident that begins or ceases to be public.</summary>
    public const string ChangedChannel = "portal_changed";

    /// <summary>Whether the incident is public is asked at every reading, so that one that stops being public vanishes at once, before its delivery has run.</summary>
    public static IQueryable<PortalAnnouncement> In(JsmConnectorContext database) =>
        database.Set<PortalAnnouncement>().Where(announcement => database.Set<Incident>().Any(incident => incident.Id == announcement.IncidentId && incident.Published));
}
