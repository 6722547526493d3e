using JsmConnector.Deliveries;
using JsmConnector.Tickets.PublicComments;
using JsmConnector.Tickets.State;

namespace JsmConnector.IssuePanel;

/// <summary>Deliveries as an agent reads them: one line a destination, with its last outcome.</summary>
public static class PanelDeliveries
{
    /// <param name="deliveries">Of one incident, oldest first.</param>
    public static IReadOnlyList<PanelDelivery> Newest(IEnumerable<Delivery> deliveries) =>
        [.. deliveries.GroupBy(d => (d.Channel, d.Destination)).Select(group => Telling([.. group])).Where(IsNews).Select(Line).OrderBy(line => line.Where, StringComparer.Ordinal)];

    /// <summary>One that waits or works holds up everything behind it in its lane, so it tells more than the newest.</summary>
    private static Delivery Telling(List<Delivery> ofDestination) =>
        ofDestination.FirstOrDefault(d => d.State is DeliveryState.Queued or DeliveryState.Sending) ?? ofDestination[^1];

    /// <summary>The state at the ticket and its comments stand before the reader's eyes; only that something fails there is news.</summary>
    private static bool IsNews(Delivery d) =>
        d.Channel is not (PlanTicketState.Channel or PlanPublicComment.Channel) || d.State is DeliveryState.Failed or DeliveryState.Unknown || d is { State: DeliveryState.Queued, Attempts: > 0 };

    private static PanelDelivery Line(Delivery d) =>
        new(DestinationNames.Of(d.Channel, d.Destination), d.State, d.Attempts, d.Reason, d.DueAt, d.FinishedAt ?? d.CreatedAt) { Id = d.Id.Value };
}
