using JsmConnector.Platform.Startup;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Time.Testing;

namespace JsmConnector.Tests.Platform;

public sealed class FastClockTests
{
    private static readonly DateTimeOffset Since = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);
    private readonly FakeTimeProvider _real = new(Since);

    [Fact]
    public void A_minute_is_an_hour_for_every_process_that_names_the_same_beginning()
    {
        var before = new FastClock(_real, 60, Since);
        var start = before.GetTimestamp();
        _real.Advance(TimeSpan.FromMinutes(1));
        var afterTheRestart = new FastClock(_real, 60, Since);

        Assert.Equal(Since.AddHours(1), before.GetUtcNow());
        Assert.Equal(before.GetUtcNow(), afterTheRestart.GetUtcNow());
        Assert.Equal(60, before.GetElapsedTime(start).TotalMinutes, 0.01);
    }

    [Fact]
    public async Task Timers_run_as_fast_as_the_clock()
    {
        var sleep = Task.Delay(TimeSpan.FromMinutes(10), new FastClock(_real, 60, Since), TestContext.Current.CancellationToken);
        _real.Advance(TimeSpan.FromSeconds(9));
        Assert.False(sleep.IsCompleted);
        _real.Advance(TimeSpan.FromSeconds(1));
        await sleep;
    }

    [Theory]
    [InlineData(true, "60", null, null)]
    [InlineData(false, "60", null, "App__ClockSpeed and App__ClockSince are for Development: leave them out")]
    [InlineData(true, "fast", null, "App__ClockSpeed is 'fast': write a whole number from 1 to 600")]
    [InlineData(true, "60", "noon", "App__ClockSince is 'noon': write a time like 2026-01-31T12:00:00Z")]
    public void Only_development_has_another_time_and_mistakes_are_named(bool development, string speed, string? since, string? problem)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new(FastClock.SpeedSetting, speed), new(FastClock.SinceSetting, since)]).Build();

        Assert.Equal(problem, FastClock.Problems(configuration, development).SingleOrDefault());
    }
}
