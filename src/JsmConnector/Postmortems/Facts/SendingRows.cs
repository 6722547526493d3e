using JsmConnector.Deliveries;
using JsmConnector.Incidents;

namespace JsmConnector.Postmortems.Facts;

/// <summary>
/// What was sent, as rows that people can read: the deliveries of one update that arrived are one row, however many subscribers there were;
/// what did not arrive is a row for each destination and reason.
/// </summary>
internal static class SendingRows
{
    private const int MostNamed = 5;

    public static IEnumerable<TimelineRow> Of(IncidentRecord record) => record.Deliveries
        .Where(delivery => !MergeTimeline.IsOwn(delivery) && delivery.State is DeliveryState.Delivered or DeliveryState.Failed)
        .GroupBy(delivery => delivery.State == DeliveryState.Delivered
            ? (delivery.UpdateId ?? delivery.Id.Value, "", "")
            : (delivery.UpdateId ?? delivery.Id.Value, delivery.Channel, $"{delivery.Destination}\n{delivery.Reason}"))
        .Select(group => Row(record, [.. group]));

    private static TimelineRow Row(IncidentRecord record, IReadOnlyList<Delivery> group)
    {
        var first = group[0];
        var sending = new SendingRow(
            [.. group.Select(delivery => Sendings.Name(delivery.Channel, delivery.Destination)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Take(MostNamed)],
            group.Count,
            first.State == DeliveryState.Delivered ? null : first.Reason ?? "");
        return new TimelineRow(
            $"delivery/{first.Id.Value:N}", group.Min(delivery => delivery.FinishedAt ?? delivery.CreatedAt), "delivery", Told(sending), Visibility.Internal, null,
            $"delivery/{PublicId.Of(first.Id.Value)}", Links.Issue(record))
        {
            Sending = sending,
        };
    }

    private static string Told(SendingRow sending)
    {
        var names = string.Join(", ", sending.Destinations);
        return sending.Problem is { } problem ? $"Not delivered to {names}: {problem}" : $"Delivered to {names}";
    }
}
