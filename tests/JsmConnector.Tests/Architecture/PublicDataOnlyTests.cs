using JsmConnector.Platform.Database;

namespace JsmConnector.Tests.Architecture;

public sealed class PublicDataOnlyTests
{
    private const string Planted = "JsmConnector.Tests.Architecture.Planted";

    /// <summary>The folders whose routes welcome visitors.</summary>
    private static readonly string[] Screens = ["PortalHeader", "PublicStatus"];
    private static readonly string[] Features = ["Incidents", "Deliveries", "Webhooks", "Postmortems", "StatusPages", "PortalAnnouncements", "Notifications"];
    private static readonly IReadOnlyList<Reference> App = Reference.In(typeof(Application).Assembly);
    private static readonly IReadOnlyList<Reference> Tests = Reference.In(typeof(PublicDataOnlyTests).Assembly);

    [Fact]
    public void Screens_for_visitors_know_public_data_only() => Assert.Equal([], PublicDataOnly.Violations(App, typeof(Application).Assembly, "JsmConnector", Screens, Features));

    [Fact]
    public void The_rule_sees_the_screens()
    {
        Assert.Contains(App, reference => reference is { From: "JsmConnector.PortalHeader.LoadPortalHeader", To: "JsmConnector.PortalAnnouncements.PortalAnnouncement" });
        Assert.Contains(App, reference => reference.From == "JsmConnector.PublicStatus.LoadPublicPage" && reference.To.EndsWith(".PublishedIncident", StringComparison.Ordinal));
    }

    /// <summary>A row about a ticket as Jira tells it is never public data, whatever is written above it.</summary>
    [Theory]
    [InlineData(typeof(JsmConnector.Incidents.Incident))]
    [InlineData(typeof(JsmConnector.Incidents.TimelineEntry))]
    [InlineData(typeof(JsmConnector.Webhooks.Webhook))]
    [InlineData(typeof(JsmConnector.Deliveries.Delivery))]
    [InlineData(typeof(JsmConnector.Postmortems.Postmortem))]
    [InlineData(typeof(JsmConnector.Installations.Settings.SettingsVersion))]
    public void What_holds_internal_words_does_not_call_itself_public(Type type) => Assert.False(typeof(IPublicData).IsAssignableFrom(type));

    [Fact]
    public void A_planted_look_at_internal_data_is_found() => Assert.StartsWith(
        $"{Planted}.PortalHeader.ShowsTheTicket knows {Planted}.Incidents.Ticket.",
        Assert.Single(PublicDataOnly.Violations(Tests, typeof(PublicDataOnlyTests).Assembly, Planted, Screens, Features)), StringComparison.Ordinal);
}
