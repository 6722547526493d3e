using JsmConnector.Incidents;
using JsmConnector.Installations;

namespace JsmConnector.Tests.Incidents;

public sealed class MeaningTests
{
    [Theory]
    [InlineData("Highest", 1)]
    [InlineData("Blocker", 1)]
    [InlineData("critical", 1)]
    [InlineData("High", 2)]
    [InlineData("Major", 2)]
    [InlineData("Medium", 3)]
    [InlineData("Low", 4)]
    [InlineData("Lowest", 4)]
    [InlineData(null, 3)]
    [InlineData("Sehr wichtig", 3)]
    public void Severity_follows_the_usual_names(string? priority, int severity) =>
        Assert.Equal(severity, Meaning.SeverityOf(Tickets.Incident() with { PriorityName = priority }, SiteCatalog.Empty).Value.Level);

    [Theory]
    [InlineData("p1", 1)]
    [InlineData("p2", 2)]
    [InlineData("p5", 4)]
    [InlineData("p9", 3)]
    public void Severity_of_a_site_with_its_own_names_follows_the_position(string id, int severity)
    {
        var catalog = new SiteCatalog { PrioritiesByUrgency = ["p1", "p2", "p3", "p4", "p5"] };

        Assert.Equal(severity, Meaning.SeverityOf(Tickets.Incident() with { PriorityName = "Sehr wichtig", PriorityId = id }, catalog).Value.Level);
    }

    [Theory]
    [InlineData("new", "Open", Stage.Investigating)]
    [InlineData("indeterminate", "Work in progress", Stage.Identified)]
    [InlineData("indeterminate", "monitoring", Stage.Monitoring)]
    [InlineData("undefined", "Limbo", Stage.Monitoring)]
    [InlineData(null, null, Stage.Monitoring)]
    public void Stage_follows_the_category_and_an_unknown_one_changes_nothing(string? category, string? status, Stage stage) =>
        Assert.Equal(stage, Meaning.StageOf(Tickets.Incident() with { StatusCategory = category, StatusName = status }, Stage.Monitoring, SiteCatalog.Empty).Value);

    [Fact]
    public void Components_stand_in_when_no_service_is_named()
    {
        var issue = Tickets.Incident() with { AffectedServices = [], Components = ["VPN", " vpn ", "Intranet"] };

        Assert.Equal(["Intranet", "VPN"], AffectedComponents.Of(issue, SiteCatalog.Empty).Value);
    }

    [Theory]
    [InlineData("Incident", true)]
    [InlineData("[SYSTEM] incident", true)]
    [InlineData("Service request", false)]
    [InlineData(null, false)]
    public void The_type_makes_an_incident_in_any_case(string? type, bool isIncident) =>
        Assert.Equal(isIncident, Recognition.Of(Tickets.Incident() with { IssueTypeName = type }, SiteCatalog.Empty) is Recognition.Incident);

    [Theory]
    [InlineData("incident management", true)]
    [InlineData("ITSM_INCIDENT", true)]
    [InlineData("POST_INCIDENT_REVIEW", false)]
    [InlineData("ITSM_POST_INCIDENT", false)]
    [InlineData("service_request", false)]
    public void The_practice_of_the_request_type_makes_an_incident(string practice, bool isIncident) =>
        Assert.Equal(isIncident, Recognition.Of(Tickets.Incident() with { IssueTypeName = "Störung", RequestTypePractice = practice }, SiteCatalog.Empty) is Recognition.Incident);

    [Fact]
    public void A_request_type_known_to_be_of_the_practice_makes_an_incident()
    {
        var catalog = new SiteCatalog { IncidentRequestTypes = ["27"] };

        Assert.IsType<Recognition.Incident>(Recognition.Of(Tickets.Incident() with { IssueTypeName = "Störung", RequestTypeId = "27" }, catalog));
    }

    [Fact]
    public void An_incident_type_outside_a_service_project_is_no_incident() =>
        Assert.IsType<Recognition.NotAnIncident>(Recognition.Of(Tickets.Incident() with { ProjectType = "software" }, SiteCatalog.Empty));
}
