using JsmConnector.Incidents;
using JsmConnector.Postmortems;
using JsmConnector.Postmortems.Insights;

namespace JsmConnector.Tests.Postmortems;

public sealed class InsightsTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 10, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void What_was_not_recorded_is_left_out_and_counted_and_never_zero()
    {
        var measure = Measure.Of([600, null, 1200, 7200]);
        var none = Measure.Of([null]);

        Assert.Equal((TimeSpan.FromMinutes(50), TimeSpan.FromMinutes(20), 3, 1), (measure.Mean!.Value, measure.Median!.Value, measure.Recorded, measure.NotRecorded));
        Assert.Equal((null, null, 0, 1), (none.Mean, none.Median, none.Recorded, none.NotRecorded));
    }

    [Fact]
    public void Figures_go_by_month_and_by_every_component_that_was_touched()
    {
        PostmortemLine[] lines = [Line("OPS-1", 0, ["Email"], [], 60), Line("OPS-2", 40, ["Email", "Calendar"], [], 120), Line("OPS-3", 41, ["Email"], [], null)];

        Assert.Equal([("2026-01", 1), ("2026-02", 2)], MeasureIncidents.ByMonth(lines).Select(month => (month.Name, month.Incidents)));
        Assert.Equal([("Email", 3), ("Calendar", 1)], MeasureIncidents.ByComponent(lines).Select(component => (component.Name, component.Incidents)));
    }

    [Fact]
    public void What_came_back_is_the_same_component_and_cause_within_the_days()
    {
        PostmortemLine[] lines =
        [
            Line("OPS-1", 0, ["Email"], ["capacity"]), Line("OPS-2", 20, ["Email", "Calendar"], ["Capacity"]), Line("OPS-3", 60, ["Email"], ["capacity"]),
            Line("OPS-4", 21, ["Email"], ["deployment"]), Line("OPS-5", 200, ["Email"], ["capacity"]),
        ];

        var found = Assert.Single(FindRecurrences.In(lines, 45));

        Assert.Equal(("Email", "capacity", "OPS-1 OPS-2 OPS-3"), (found.Component, found.Cause, string.Join(' ', found.IssueKeys)));
    }

    [Fact]
    public void A_table_for_spreadsheets_runs_nothing_and_leaves_empty_what_is_not_recorded()
    {
        var csv = PostmortemCsv.Of([Line("OPS-1", 0, ["a,b"], ["say \"no\""], null) with { Summary = "=cmd|' /C calc'!A0" }]);

        Assert.Equal("OPS-1,'=cmd|' /C calc'!A0,draft,1,outage,\"a,b\",\"say \"\"no\"\"\",2026-01-10T00:00:00Z,2026-01-10T01:00:00Z,,,,", csv.Split("\r\n")[1]);
    }

    private static PostmortemLine Line(string key, int day, string[] components, string[] causes, int? seconds = 60) => new()
    {
        IncidentId = new IncidentId(Guid.NewGuid()),
        IssueKey = key,
        Summary = null,
        State = PostmortemState.Draft,
        Severity = 1,
        Class = "outage",
        StartedAt = Start.AddDays(day),
        ResolvedAt = Start.AddDays(day).AddHours(1),
        Components = components,
        Causes = causes,
        SecondsToAcknowledge = seconds,
        SecondsToResolve = seconds,
        SecondsToFirstWord = seconds,
        ReviewDueAt = null,
    };
}
