namespace JsmConnector.Deliveries;

/// <param name="Failures">In a row.</param>
public sealed record Health(HealthState State, int Failures, string Reason, DateTimeOffset TryAt);

/// <summary>What an outcome tells of its destination. Pure.</summary>
public static class JudgeHealth
{
    /// <returns>Null when the destination is well.</returns>
    public static Health? After(Health? before, DeliveryOutcome outcome, DateTimeOffset now) => outcome switch
    {
        DeliveryOutcome.Delivered => null,
        // Nothing was asked of the destination, or it named the time itself: that is no failure.
        DeliveryOutcome.Suppressed or DeliveryOutcome.Expired or DeliveryOutcome.Later { At: not null } => before,
        DeliveryOutcome.Never { BreaksDestination: true, Reason: var why } => new Health(HealthState.Broken, (before?.Failures ?? 0) + 1, why, now + DestinationHealth.LookAtBrokenEvery),
        DeliveryOutcome.Unknown(var why) => Failed(before, why, now),
        DeliveryOutcome.Never(var why) => Failed(before, why, now),
        DeliveryOutcome.Later(var why, _) => Failed(before, why, now),
        _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome, "An outcome is one of six."),
    };

    /// <summary>The delivery does not go out now; it costs its destination nothing.</summary>
    /// <returns>Null when the destination may be tried.</returns>
    public static DeliveryOutcome? Hold(Health? health, DateTimeOffset now) => health switch
    {
        { State: HealthState.Paused } when health.TryAt > now =>
            new DeliveryOutcome.Later($"The destination failed {health.Failures.ToString(System.Globalization.CultureInfo.InvariantCulture)} times in a row and is tried now and then only. {health.Reason}", health.TryAt),
        { State: HealthState.Broken } when health.TryAt > now =>
            new DeliveryOutcome.Later($"The destination needs a person: mend it, then resume it. {health.Reason}", health.TryAt),
        _ => null,
    };

    private static Health Failed(Health? before, string why, DateTimeOffset now)
    {
        var failures = (before?.Failures ?? 0) + 1;
        return failures >= DestinationHealth.MostFailures
            ? new Health(HealthState.Paused, failures, why, now + DestinationHealth.TryPausedEvery)
            : new Health(HealthState.Failing, failures, why, now);
    }
}
