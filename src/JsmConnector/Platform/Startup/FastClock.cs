using System.Globalization;

namespace JsmConnector.Platform.Startup;

/// <summary>
/// Time that runs faster, for Development only: an hour of an incident is played in a minute, with the app's own timers, leases and deadlines. It is the
/// same for every process that names the same beginning, so that one which was killed comes back later and not earlier. Time limits of calls stay real.
/// </summary>
/// <param name="since">When it showed what the real one showed.</param>
public sealed class FastClock(TimeProvider real, int speed, DateTimeOffset since) : TimeProvider
{
    public const string SpeedSetting = "App:ClockSpeed", SinceSetting = "App:ClockSince";
    private const int Fastest = 600;

    public override long TimestampFrequency => real.TimestampFrequency / speed;

    public static TimeProvider Of(IConfiguration configuration) => Speed(configuration) is { } speed && speed > 1
        ? new FastClock(TimeProvider.System, speed, Since(configuration) ?? TimeProvider.System.GetUtcNow())
        : TimeProvider.System;

    public static IEnumerable<string> Problems(IConfiguration configuration, bool development)
    {
        var (speed, since) = (configuration[SpeedSetting], configuration[SinceSetting]);
        if (!development && (speed is { Length: > 0 } || since is { Length: > 0 }))
            yield return "App__ClockSpeed and App__ClockSince are for Development: leave them out";
        if (speed is { Length: > 0 } && Speed(configuration) is null)
            yield return $"App__ClockSpeed is '{speed}': write a whole number from 1 to {Fastest}";
        if (since is { Length: > 0 } && Since(configuration) is null)
            yield return $"App__ClockSince is '{since}': write a time like 2026-01-31T12:00:00Z";
    }

    public override DateTimeOffset GetUtcNow() => since + ((real.GetUtcNow() - since) * speed);

    public override long GetTimestamp() => real.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        new Faster(real.CreateTimer(callback, state, Real(dueTime), Real(period)), this);

    private static int? Speed(IConfiguration configuration) =>
        int.TryParse(configuration[SpeedSetting], NumberStyles.None, CultureInfo.InvariantCulture, out var speed) && speed is >= 1 and <= Fastest ? speed : null;

    private static DateTimeOffset? Since(IConfiguration configuration) =>
        DateTimeOffset.TryParse(configuration[SinceSetting], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var since) ? since : null;

    private TimeSpan Real(TimeSpan length) => length > TimeSpan.Zero ? length / speed : length;

    private sealed class Faster(ITimer timer, FastClock clock) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => timer.Change(clock.Real(dueTime), clock.Real(period));

        public void Dispose() => timer.Dispose();

        public ValueTask DisposeAsync() => timer.DisposeAsync();
    }
}
