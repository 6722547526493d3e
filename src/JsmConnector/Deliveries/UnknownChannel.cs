namespace JsmConnector.Deliveries;

/// <summary>
/// A channel that this version does not know. While nodes of two versions run side by side, the row is left to one that knows it, as if nobody had looked; only
/// what no node takes for longer than any upgrade lasts is shown to a person. Pure.
/// </summary>
public static class UnknownChannel
{
    public static readonly TimeSpan Patience = TimeSpan.FromDays(1);

    /// <summary>Short, because a node that knows the channel must wait as long before it may take the row.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(15);

    public static DeliveryOutcome Judge(string channel, DateTimeOffset createdAt, DateTimeOffset now) => now - createdAt < Patience
        ? new DeliveryOutcome.Later($"This version of the app knows no channel '{channel}'; another one may.", now + Pause) { IsNoAttempt = true }
        : new DeliveryOutcome.Never($"No channel '{channel}' exists in this version.");
}
