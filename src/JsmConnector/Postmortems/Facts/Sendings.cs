using JsmConnector.Deliveries;

namespace JsmConnector.Postmortems.Facts;

/// <summary>What was sent where, one line a destination.</summary>
public static class Sendings
{
    public static IReadOnlyList<Sent> Of(IEnumerable<Delivery> deliveries) =>
        [.. deliveries.Where(delivery => !MergeTimeline.IsOwn(delivery))
            .GroupBy(delivery => (delivery.Channel, delivery.Destination))
            .Select(group => new Sent(
                group.Key.Channel, group.Key.Destination,
                Count(group, DeliveryState.Delivered), Count(group, DeliveryState.Failed), Count(group, DeliveryState.Suppressed),
                Count(group, DeliveryState.Queued) + Count(group, DeliveryState.Sending),
                group.LastOrDefault(delivery => delivery.State != DeliveryState.Delivered && delivery.Reason is not null)?.Reason))
            .OrderBy(sent => sent.Channel, StringComparer.Ordinal).ThenBy(sent => sent.Destination, StringComparer.Ordinal)];

    public static string Name(string channel, string destination) => channel switch
    {
        "statuspage" => $"status page {destination}",
        "portal" => "service portal",
        _ => destination == channel ? channel : $"{channel} {destination}",
    };

    private static int Count(IEnumerable<Delivery> deliveries, DeliveryState state) => deliveries.Count(delivery => delivery.State == state);
}
