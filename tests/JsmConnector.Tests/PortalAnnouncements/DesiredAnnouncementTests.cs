using JsmConnector.Incidents;
using JsmConnector.Installations.Settings;
using JsmConnector.Platform.Database;
using JsmConnector.PortalAnnouncements;

namespace JsmConnector.Tests.PortalAnnouncements;

public sealed class DesiredAnnouncementTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);
    private static readonly InstallationId Site = new(Guid.NewGuid());
    private static readonly IncidentId Id = new(Guid.NewGuid());

    [Fact]
    public void An_open_incident_is_announced_with_its_newest_words_and_affected_components()
    {
        var announcement = DesiredAnnouncement.Of(Trouble(Stage.Identified), [Said(1, Stage.Investigating, "We look."), Said(2, Stage.Identified, "We know.")], "/status/acme", InstallationSettings.Default);

        Assert.NotNull(announcement);
        Assert.Equal("We know.", announcement.Words);
        Assert.Equal(["Email"], announcement.Components);
        Assert.Equal("Problem with Email", announcement.Title);
        Assert.Equal(Noon.AddMinutes(30), announcement.NextUpdateAt);
        Assert.Null(announcement.EndedAt);
    }

    [Fact]
    public void Nothing_of_the_ticket_reaches_an_announcement()
    {
        var announcement = DesiredAnnouncement.Of(Trouble(Stage.Investigating), [Said(1, Stage.Investigating, "We look.")], null, InstallationSettings.Default)!;

        var texts = typeof(PortalAnnouncement).GetProperties().Select(property => property.GetValue(announcement)?.ToString()).OfType<string>();
        Assert.All(texts, text => Assert.DoesNotContain("internal", text, StringComparison.OrdinalIgnoreCase));
        Assert.All(texts, text => Assert.DoesNotContain("OPS-7", text, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(Stage.Withdrawn, true)]
    [InlineData(Stage.Investigating, false)]
    public void A_withdrawn_or_hidden_incident_is_not_announced(Stage stage, bool published)
    {
        var incident = Trouble(stage);
        incident.Published = published;

        Assert.Null(DesiredAnnouncement.Of(incident, [Said(1, Stage.Investigating, "We look.")], null, InstallationSettings.Default));
    }

    [Fact]
    public void A_correction_after_the_end_does_not_bring_the_announcement_back()
    {
        var announcement = DesiredAnnouncement.Of(
            Trouble(Stage.Resolved), [Said(1, Stage.Investigating, "We look."), Said(2, Stage.Resolved, "Over."), Said(600, Stage.Resolved, "Over since 12:01.")], null, InstallationSettings.Default)!;

        Assert.Equal(Noon.AddMinutes(2), announcement.EndedAt);
        Assert.Equal("Over since 12:01.", announcement.Words);
        Assert.Null(announcement.NextUpdateAt);
    }

    [Fact]
    public void A_reopened_incident_that_ends_again_counts_its_second_end()
    {
        var announcement = DesiredAnnouncement.Of(
            Trouble(Stage.Resolved), [Said(1, Stage.Resolved, "Over."), Said(2, Stage.Investigating, "Again."), Said(3, Stage.Resolved, "Over.")], null, InstallationSettings.Default)!;

        Assert.Equal(Noon.AddMinutes(3), announcement.EndedAt);
    }

    [Fact]
    public void The_apps_own_words_are_said_in_every_language_and_a_persons_as_they_are()
    {
        var own = DesiredAnnouncement.Of(Trouble(Stage.Investigating), [Said(1, Stage.Investigating, "We look.", "investigating")], null, InstallationSettings.Default)!;
        var written = DesiredAnnouncement.Of(Trouble(Stage.Investigating), [Said(1, Stage.Investigating, "Somebody wrote this.")], null, InstallationSettings.Default)!;

        Assert.Contains("Problem mit", own.Titles["de"], StringComparison.Ordinal);
        Assert.Contains("Wir ", own.OtherWords["de"], StringComparison.Ordinal);
        Assert.DoesNotContain("en", own.OtherWords.Keys);
        Assert.Empty(written.OtherWords);
    }

    [Fact]
    public void A_change_without_a_public_word_plans_nothing()
    {
        var planner = new PlanAnnouncement();

        Assert.Empty(planner.Plan(new IncidentChange(Trouble(Stage.Identified), null, Stage.Investigating, InstallationSettings.Default, Noon)));
        var planned = Assert.Single(planner.Plan(new IncidentChange(
            Trouble(Stage.Identified), Said(1, Stage.Identified, "We know."), Stage.Investigating, InstallationSettings.Default, Noon)));
        Assert.Equal(("portal", "portal", "portal"), (planned.Channel, planned.Destination, planned.Lane));
    }

    private static Incident Trouble(Stage stage) => new()
    {
        InstallationId = Site,
        Id = Id,
        IssueId = "10042",
        IssueKey = "OPS-7",
        Summary = "Internal: mail server of customer X is down",
        Stage = stage,
        Severity = Severity.Major,
        WorstSeverity = Severity.Critical,
        StartedAt = Noon,
        NextUpdateAt = Noon.AddMinutes(30),
        SnapshotAt = Noon,
        Published = true,
        Components =
        {
            new IncidentComponent { InstallationId = Site, IncidentId = Id, ComponentId = new(Guid.NewGuid()), Name = "Wiki", IsAffected = false },
            new IncidentComponent { InstallationId = Site, IncidentId = Id, ComponentId = new(Guid.NewGuid()), Name = "Email" },
        },
    };

    private static IncidentUpdate Said(int minute, Stage stage, string words, string? about = null) => new()
    {
        InstallationId = Site,
        Id = new(Guid.NewGuid()),
        IncidentId = Id,
        Stage = stage,
        Severity = Severity.Major,
        CustomerWords = words,
        About = about,
        PublishedAt = Noon.AddMinutes(minute),
        Number = minute,
    };
}
