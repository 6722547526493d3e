using JsmConnector.Deliveries;
using JsmConnector.Incidents;
using JsmConnector.Installations.Settings;
using JsmConnector.Postmortems;

namespace JsmConnector.Tests.Postmortems;

public sealed class PlanPostmortemTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_grave_incident_that_is_resolved_gets_a_postmortem(int worst)
    {
        var planned = Assert.Single(Plan(Troubles.Incident(worst: worst), Stage.Monitoring));

        Assert.Equal("postmortem", planned.Channel);
        Assert.Equal($"postmortem:{Troubles.Id.Value:N}", planned.Lane);
        Assert.Equal(Troubles.Id.Value, planned.IncidentId);
    }

    [Fact]
    public void An_incident_without_a_public_word_gets_one_too()
    {
        var hidden = Troubles.Incident();
        hidden.Published = false;

        Assert.Single(Plan(hidden, null));
    }

    [Fact]
    public void A_small_incident_is_looked_at_since_somebody_may_have_asked_for_one() => Assert.Single(Plan(Troubles.Incident(worst: 3), Stage.Monitoring));

    [Theory]
    [InlineData(1, "outage", PostmortemNeed.Required)]
    [InlineData(3, "outage", PostmortemNeed.Offered)]
    [InlineData(4, "outage", PostmortemNeed.None)]
    [InlineData(4, "security", PostmortemNeed.Required)]
    public void The_first_rule_that_fits_decides(int worst, string incidentClass, PostmortemNeed expected)
    {
        var incident = Troubles.Incident(worst: worst);
        incident.Class = incidentClass;
        var settings = new PostmortemSettings
        {
            Policy =
            [
                new PostmortemRule { Classes = ["Security"], Need = "required" },
                new PostmortemRule { Projects = ["ELSE"], Need = "none" },
                new PostmortemRule { Severities = [4], Projects = ["ops"], Need = "none" },
            ],
        };

        Assert.Equal(expected, PostmortemPolicy.Of(incident, settings));
    }

    [Fact]
    public void A_reopening_is_told_to_the_same_lane() =>
        Assert.Equal(Plan(Troubles.Incident(), Stage.Monitoring)[0].Lane, Plan(Troubles.Incident(Stage.Identified), Stage.Resolved)[0].Lane);

    [Theory]
    [InlineData(Stage.Withdrawn, Stage.Investigating, 0)]
    [InlineData(Stage.Withdrawn, Stage.Resolved, 1)]
    [InlineData(Stage.Resolved, Stage.Withdrawn, 1)]
    [InlineData(Stage.Resolved, Stage.Resolved, 0)]
    [InlineData(Stage.Identified, Stage.Investigating, 0)]
    public void Only_changes_that_start_or_end_the_need_for_one_count(Stage after, Stage before, int expected) =>
        Assert.Equal(expected, Plan(Troubles.Incident(after), before).Count);

    [Fact]
    public void A_late_word_that_the_incident_was_grave_counts_after_its_end()
    {
        Assert.Single(Plan(Troubles.Incident(worst: 2), Stage.Resolved, worstBefore: 3));
        Assert.Empty(Plan(Troubles.Incident(worst: 1), Stage.Resolved, worstBefore: 2));
    }

    private static IReadOnlyList<PlannedDelivery> Plan(Incident incident, Stage? before, int? worstBefore = null) =>
        [.. new PlanPostmortem().Plan(new IncidentChange(incident, null, before, InstallationSettings.Default, Troubles.Noon)
        {
            WorstSeverityBefore = worstBefore is { } level ? new Severity(level) : null,
        })];
}
