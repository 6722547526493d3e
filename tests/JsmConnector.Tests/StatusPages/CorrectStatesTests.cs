using JsmConnector.Incidents;
using JsmConnector.StatusPages.History;
using static JsmConnector.Incidents.ComponentStatus;

namespace JsmConnector.Tests.StatusPages;

public sealed class CorrectStatesTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);
    private static readonly (DateTimeOffset At, ComponentStatus Status)[] History = [(Noon.AddHours(1), MajorOutage), (Noon.AddHours(3), Operational)];

    [Fact]
    public void A_false_alarm_is_taken_out() => Assert.Equal([], CorrectStates.Between(History, Noon.AddHours(1), Noon.AddHours(3), Operational));

    [Fact]
    public void An_outage_that_nobody_noticed_is_put_in() =>
        Assert.Equal([(Noon.AddHours(5), PartialOutage), (Noon.AddHours(6), Operational)], CorrectStates.Between(History, Noon.AddHours(5), Noon.AddHours(6), PartialOutage));

    [Fact]
    public void One_that_began_earlier_goes_on_where_the_known_one_began() =>
        Assert.Equal([(Noon, DegradedPerformance), (Noon.AddHours(2), MajorOutage)], CorrectStates.Between(History, Noon, Noon.AddHours(2), DegradedPerformance));

    [Fact]
    public void What_was_so_already_is_not_written_again() => Assert.Equal([], CorrectStates.Between(History, Noon.AddHours(1.5), Noon.AddHours(2), MajorOutage));
}
