using JsmConnector.Incidents.Promises;

namespace JsmConnector.Tests.Incidents.Promises;

public sealed class PromiseLadderTests
{
    private static readonly DateTimeOffset Made = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Due = Made.AddMinutes(30);

    [Fact]
    public void Nobody_is_told_long_before() => Assert.Equal(new PromiseDecision(null, false, Due.AddMinutes(-10)), Decide(Due.AddMinutes(-11)));

    [Fact]
    public void The_lead_is_reminded_ten_minutes_before() => Assert.Equal(new PromiseDecision(PromiseStep.Reminded, false, Due), Decide(Due.AddMinutes(-10)));

    [Fact]
    public void A_short_promise_is_reminded_of_at_half_time() => Assert.Equal(Made.AddMinutes(5), PromiseLadder.FirstLook(Made, Made.AddMinutes(10)));

    [Fact]
    public void The_app_speaks_at_the_promised_time_where_it_may() => Assert.True(Decide(Due, mayHold: true).Hold);

    [Fact]
    public void The_app_does_not_speak_before_the_promised_time() => Assert.False(Decide(Due.AddMinutes(-1), mayHold: true).Hold);

    [Theory]
    [InlineData(0, PromiseStep.Due, 5)]
    [InlineData(4, PromiseStep.Due, 5)]
    [InlineData(5, PromiseStep.Commander, 15)]
    [InlineData(15, PromiseStep.Manager, 30)]
    [InlineData(30, PromiseStep.Executive, null)]
    public void Where_only_people_may_speak_the_ladder_is_climbed(int late, PromiseStep step, int? next) =>
        Assert.Equal(new PromiseDecision(step, false, next is { } minutes ? Due.AddMinutes(minutes) : null), Decide(Due.AddMinutes(late)));

    [Theory]
    [InlineData(PromiseStep.Due, 4)]
    [InlineData(PromiseStep.Manager, 29)]
    [InlineData(PromiseStep.Executive, 600)]
    public void Nobody_is_told_twice(PromiseStep told, int late) => Assert.Null(Decide(Due.AddMinutes(late), told).Reached);

    [Fact]
    public void After_hours_of_downtime_one_thing_happens()
    {
        Assert.Equal(new PromiseDecision(PromiseStep.Executive, false, null), Decide(Due.AddHours(7)));
        Assert.True(Decide(Due.AddHours(7), PromiseStep.Standing, mayHold: true).Hold);
    }

    /// <summary>Local clocks jump; instants do not.</summary>
    [Theory]
    [InlineData("2026-03-29T01:45:00+01:00", "2026-03-29T03:15:00+02:00")]
    [InlineData("2026-10-25T02:45:00+02:00", "2026-10-25T02:15:00+01:00")]
    public void A_night_of_a_clock_change_moves_no_step(string made, string due)
    {
        var (from, to) = (Instant(made), Instant(due));
        Assert.Equal(TimeSpan.FromMinutes(30), to - from);
        Assert.Equal(to.AddMinutes(-10), PromiseLadder.FirstLook(from, to));
        Assert.Equal(PromiseStep.Commander, PromiseLadder.Decide(new PromiseState(from, to, PromiseStep.Due, false), to.AddMinutes(5)).Reached);
    }

    private static DateTimeOffset Instant(string text) => DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

    private static PromiseDecision Decide(DateTimeOffset now, PromiseStep step = PromiseStep.Standing, bool mayHold = false) =>
        PromiseLadder.Decide(new PromiseState(Made, Due, step, mayHold), now);
}
