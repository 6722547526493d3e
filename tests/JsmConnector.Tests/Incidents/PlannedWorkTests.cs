using JsmConnector.Incidents;
using JsmConnector.Incidents.Explanations;
using JsmConnector.Installations;
using JsmConnector.Installations.Settings;

namespace JsmConnector.Tests.Incidents;

public sealed class PlannedWorkTests
{
    private static readonly SiteCatalog Catalog = SiteCatalog.Empty with
    {
        Rules = new RuleSettings { PlannedWork = [new PlannedWorkRule { IssueTypes = ["Change"], When = "labels = customers", Start = "customfield_1", End = "customfield_2" }] },
    };

    private static IssueSnapshot Change(string? start = "2026-12-01T22:00:00.000+0100", string? end = "2026-12-02T00:30:00.000+0100") => Tickets.Incident() with
    {
        IssueTypeName = "Change",
        Labels = ["customers"],
        Fields = new Dictionary<string, IReadOnlyList<string>> { ["customfield_1"] = start is null ? [] : [start], ["customfield_2"] = end is null ? [] : [end] },
    };

    [Fact]
    public void The_fields_of_the_rule_hold_the_window_and_the_ticket_names_the_components()
    {
        var work = Assert.IsType<PlannedWork.Planned>(PlannedWork.Of(Change(), Catalog));

        Assert.Equal((new DateTimeOffset(2026, 12, 1, 21, 0, 0, TimeSpan.Zero), new DateTimeOffset(2026, 12, 1, 23, 30, 0, TimeSpan.Zero), null), (work.From, work.Until, work.End));
        Assert.Equal(["Email"], work.Components);
        Assert.Equal(["customfield_1", "customfield_2"], Catalog.Rules.FieldsRead);
        Assert.Equal(Stage.Withdrawn, Assert.IsType<PlannedWork.Planned>(PlannedWork.Of(Change().Closed("Declined"), Catalog)).End);
    }

    [Theory]
    [InlineData(null, "2026-12-02T00:30:00.000+0100", "customfield_1 holds no date")]
    [InlineData("2026-12-01T22:00:00.000+0100", "soon", "customfield_2 holds no date")]
    [InlineData("2026-12-01T22:00:00.000+0100", "2026-12-01T22:00:00.000+0100", "ends before it begins")]
    public void What_is_missing_is_named(string? start, string? end, string because) =>
        Assert.Contains(because, Assert.IsType<PlannedWork.None>(PlannedWork.Of(Change(start, end), Catalog)).Because, StringComparison.Ordinal);

    [Fact]
    public void Hidden_tickets_and_those_of_no_rule_plan_nothing()
    {
        Assert.Equal("rules.plannedWork[0]", Assert.IsType<PlannedWork.None>(PlannedWork.Of(Change() with { HasSecurityLevel = true }, Catalog)).By);
        Assert.Equal("rules.plannedWork", Assert.IsType<PlannedWork.None>(PlannedWork.Of(Change() with { Labels = [] }, Catalog)).By);
    }

    [Fact]
    public void The_explanation_of_a_change_tells_its_window()
    {
        var told = ExplainTicket.Of(Change(), Catalog, Tickets.Noon);

        Assert.False(told.IsIncident);
        Assert.Equal("Yes, 2026-12-01 21:00 to 2026-12-01 23:30 UTC, Email", told.Steps.Single(step => step.Question == "Planned work").Answer);
    }
}
