using JsmConnector.Incidents;
using JsmConnector.Installations.Settings;

namespace JsmConnector.Tests.Incidents;

public sealed class PromisePolicyTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 12, 2, 30, TimeSpan.Zero);

    [Fact]
    public void A_lower_severity_keeps_the_earlier_promise() =>
        Assert.Equal(Now.AddMinutes(8), PromisePolicy.NextUpdateAt(Stage.Investigating, Severity.Minor, new Promise(Now.AddMinutes(8), Severity.Critical), Now));

    [Fact]
    public void A_higher_severity_shortens_the_promise() =>
        Assert.Equal(At(12, 20), PromisePolicy.NextUpdateAt(Stage.Investigating, Severity.Critical, new Promise(At(13, 0), Severity.Minor), Now));

    [Fact]
    public void A_higher_severity_never_moves_a_standing_promise_away() =>
        Assert.Equal(At(12, 5), PromisePolicy.NextUpdateAt(Stage.Investigating, Severity.Critical, new Promise(At(12, 5), Severity.Minor), Now));

    [Fact]
    public void A_word_at_the_same_severity_resets_the_clock() =>
        Assert.Equal(At(12, 20), PromisePolicy.NextUpdateAt(Stage.Investigating, Severity.Critical, new Promise(At(12, 5), Severity.Critical), Now));

    [Fact]
    public void A_promise_that_has_passed_is_not_made_again() =>
        Assert.Equal(At(13, 0), PromisePolicy.NextUpdateAt(Stage.Investigating, Severity.Minor, new Promise(Now, Severity.Critical), Now));

    [Fact]
    public void An_end_drops_the_promise() =>
        Assert.Null(PromisePolicy.NextUpdateAt(Stage.Resolved, Severity.Minor, new Promise(At(12, 5), Severity.Critical), Now));

    [Theory]
    [InlineData(15, 12, 15)]
    [InlineData(60, 13, 0)]
    [InlineData(600, 13, 0)]
    public void A_sites_own_minutes_count_and_never_reach_beyond_the_hour(int minutes, int hour, int minute)
    {
        var own = new PromiseSettings { Minutes = new Dictionary<string, int> { ["1"] = minutes } };

        Assert.Equal(At(hour, minute), PromisePolicy.NextUpdateAt(Stage.Investigating, Severity.Critical, Now, own));
        Assert.Equal(PromisePolicy.NextUpdateAt(Stage.Investigating, Severity.Major, Now), PromisePolicy.NextUpdateAt(Stage.Investigating, Severity.Major, Now, own));
    }

    [Fact]
    public void Monitoring_still_promises() => Assert.NotNull(PromisePolicy.NextUpdateAt(Stage.Monitoring, Severity.Low, null, Now));

    [Theory]
    [InlineData("2026-03-29T01:50:00+01:00")]
    [InlineData("2026-10-25T02:50:00+02:00")]
    [InlineData("2026-10-25T02:10:00+01:00")]
    public void A_night_of_a_clock_change_makes_no_promise_longer(string now)
    {
        var instant = DateTimeOffset.Parse(now, System.Globalization.CultureInfo.InvariantCulture);

        var at = PromisePolicy.NextUpdateAt(Stage.Monitoring, Severity.Critical, instant)!.Value;

        Assert.Equal(TimeSpan.Zero, at.Offset);
        Assert.Equal(PromisePolicy.Longest, at - instant);
    }

    [Fact]
    public void A_chosen_time_is_rounded_down_too() => Assert.Equal(At(12, 30), PromisePolicy.Chosen(At(12, 34), Now));

    [Fact]
    public void A_chosen_time_is_never_rounded_into_the_past() => Assert.Equal(At(12, 4), PromisePolicy.Chosen(At(12, 4), Now));

    [Theory]
    [InlineData(-60, null)]
    [InlineData(0, null)]
    [InlineData(59, null)]
    [InlineData(60, 1)]
    [InlineData(479, 7)]
    public void Late_counts_whole_minutes_after_the_promised_one(int seconds, int? minutes) =>
        Assert.Equal(minutes, (int?)PromisePolicy.Late(Now, Now.AddSeconds(seconds))?.TotalMinutes);

    [Fact]
    public void Nothing_promised_is_never_late() => Assert.Null(PromisePolicy.Late(null, Now));

    private static DateTimeOffset At(int hour, int minute) => new(2026, 11, 23, hour, minute, 0, TimeSpan.Zero);
}
