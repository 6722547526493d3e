using JsmConnector.Deliveries;

namespace JsmConnector.IssuePanel;

/// <summary>Who of one audience has heard the last update on one channel, who has not, and why.</summary>
/// <param name="Reasons">The commonest first, with how many each holds up.</param>
public sealed record HeardLine(string Audience, string Where, int Told, int Waiting, int NotTold, IReadOnlyList<string> Reasons)
{
    private const int MostReasons = 3;

    /// <param name="deliveries">Of one incident.</param>
    /// <param name="update">The last one.</param>
    public static IReadOnlyList<HeardLine> Of(IEnumerable<Delivery> deliveries, Guid? update) =>
    [
        .. deliveries.Where(delivery => delivery.UpdateId is not null && delivery.UpdateId == update)
            .GroupBy(delivery => (delivery.Audience, Where: DestinationNames.Of(delivery.Channel, delivery.Destination.Split('/')[0])))
            .Select(group => Line(group.Key.Audience, group.Key.Where, [.. group]))
            .OrderBy(line => line.Audience, StringComparer.Ordinal).ThenBy(line => line.Where, StringComparer.Ordinal),
    ];

    private static HeardLine Line(string audience, string where, List<Delivery> deliveries)
    {
        var (told, waiting) = (deliveries.Count(delivery => delivery.State == DeliveryState.Delivered), deliveries.Count(delivery => delivery.State is DeliveryState.Queued or DeliveryState.Sending));
        var reasons = deliveries.Where(delivery => delivery.State != DeliveryState.Delivered && delivery.Reason is not null).GroupBy(delivery => delivery.Reason!)
            .OrderByDescending(reason => reason.Count()).Take(MostReasons).Select(reason => reason.Count() == 1 ? reason.Key : $"{reason.Count()} times: {reason.Key}");
        return new HeardLine(audience, where, told, waiting, deliveries.Count - told - waiting, [.. reasons]);
    }
}
