using JsmConnector.AtlassianConnect.Authentication;

namespace JsmConnector.Installations;

/// <summary>The door whose events count (decision 10). The others' are put aside: both halves of a site tell of every change.</summary>
public enum EventSource
{
    Connect,
    Forge,
    SignedWebhook,
}

public static class EventSources
{
    public static EventSource Of(PrincipalSource door) => door switch
    {
        PrincipalSource.Forge => EventSource.Forge,
        PrincipalSource.SignedWebhook => EventSource.SignedWebhook,
        _ => EventSource.Connect,
    };

    /// <returns>Why an event from this door does not count; null when it does. Pure.</returns>
    public static string? WhyNot(EventSource counts, PrincipalSource door) => Of(door) == counts
        ? null
        : $"it came through {Named(Of(door))}, while this site's events are taken from {Named(counts)}";

    private static string Named(EventSource source) => source switch
    {
        EventSource.Forge => "Forge",
        EventSource.SignedWebhook => "a signed webhook",
        _ => "Connect",
    };
}
