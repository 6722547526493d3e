using JsmConnector.Incidents;
using JsmConnector.Platform.Database;

namespace JsmConnector.PortalAnnouncements;

public static class PublicAnnouncements
{
    /// <summary>Whether the incident is public is asked at every look, so that one that stops being public vanishes at once, before its delivery has run.</summary>
    public static IQueryable<PortalAnnouncement> In(JsmConnectorContext database) =>
        database.Set<PortalAnnouncement>().Where(announcement => database.Set<Incident>().Any(incident => incident.Id == announcement.IncidentId && incident.Published));
}
