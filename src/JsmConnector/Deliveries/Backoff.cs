namespace JsmConnector.Deliveries;

/// <summary>What an outcome writes on the row. The row owns attempts and pauses: 5 s, then three times as long each, 30 minutes at most.</summary>
public static class Backoff
{
    /// <summary>About two days at the longest pause; then a person must look.</summary>
    public const int MostAttempts = 100;

    private static readonly TimeSpan First = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(30);

    public static (DeliveryState State, string? Reason, DateTimeOffset? DueAt) Record(DeliveryOutcome outcome, int attempts, DateTimeOffset now) => outcome switch
    {
        DeliveryOutcome.Delivered => (DeliveryState.Delivered, null, null),
        DeliveryOutcome.Suppressed(var why) => (DeliveryState.Suppressed, why, null),
        DeliveryOutcome.Expired(var why) => (DeliveryState.Expired, why, null),
        DeliveryOutcome.Unknown(var why) => (DeliveryState.Unknown, why, null),
        DeliveryOutcome.Never(var why) => (DeliveryState.Failed, why, null),
        DeliveryOutcome.Later { IsNoAttempt: false, Reason: var why } when attempts >= MostAttempts => (DeliveryState.Failed, $"Given up after {attempts} attempts. {why}", null),
        DeliveryOutcome.Later(var why, var at) => (DeliveryState.Queued, why, at ?? now + Pause(attempts)),
        _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome, "An outcome is one of six."),
    };

    public static TimeSpan Pause(int attempts)
    {
        var pause = First * Math.Pow(3, Math.Min(attempts - 1, 10));
        return pause < Longest ? pause : Longest;
    }
}
