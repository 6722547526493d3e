using JsmConnector.Platform.Database;

namespace JsmConnector.Tests.Architecture.Planted.Incidents
{
    public sealed record Ticket(string InternalSummary);

    public sealed record Announcement(string PublicWords) : IPublicData;

    public enum Mood
    {
        Good,
        Bad,
    }
}

namespace JsmConnector.Tests.Architecture.Planted.PortalHeader
{
    public sealed class ShowsTheTicket
    {
        public Incidents.Ticket? Ticket { get; set; }
    }

    public sealed class ShowsTheAnnouncement
    {
        public Incidents.Announcement? Announcement { get; set; }

        public Incidents.Mood Mood { get; set; }
    }
}
