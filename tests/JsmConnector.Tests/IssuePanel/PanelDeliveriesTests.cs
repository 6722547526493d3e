using JsmConnector.Deliveries;
using JsmConnector.IssuePanel;

namespace JsmConnector.Tests.IssuePanel;

public sealed class PanelDeliveriesTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Each_destination_has_one_line_with_its_last_outcome()
    {
        var lines = PanelDeliveries.Newest([Sent("statuspage", "main", DeliveryState.Failed), Sent("portal", "portal", DeliveryState.Delivered), Sent("statuspage", "main", DeliveryState.Delivered)]);

        Assert.Equal(["Service portal", "Status page"], lines.Select(line => line.Where), StringComparer.Ordinal);
        Assert.All(lines, line => Assert.Equal(DeliveryState.Delivered, line.State));
    }

    [Fact]
    public void A_delivery_that_holds_up_the_ones_behind_it_is_the_one_shown()
    {
        var line = Assert.Single(PanelDeliveries.Newest([Sent("statuspage", "sp", DeliveryState.Queued, "503"), Sent("statuspage", "sp", DeliveryState.Queued)]));

        Assert.Equal(("Status page “sp”", "503"), (line.Where, line.Reason));
    }

    [Fact]
    public void Of_comments_and_the_state_at_the_ticket_only_what_fails_or_waits_is_shown()
    {
        var lines = PanelDeliveries.Newest([
            Sent("comment", "1", DeliveryState.Delivered), Sent("comment", "2", DeliveryState.Suppressed, "The comment is internal."), Sent("comment", "3", DeliveryState.Queued), Sent("ticket", "10042", DeliveryState.Delivered),
            Sent("comment", "4", DeliveryState.Failed, "failed"), Sent("comment", "5", DeliveryState.Queued, "waits", 1),
        ]);

        Assert.Equal(["failed", "waits"], lines.Select(line => line.Reason).Order(StringComparer.Ordinal), StringComparer.Ordinal);
    }

    private static Delivery Sent(string channel, string destination, DeliveryState state, string? reason = null, int attempts = 0) => new()
    {
        InstallationId = new(Guid.NewGuid()),
        Id = new(Guid.NewGuid()),
        Audience = "customers",
        Channel = channel,
        Destination = destination,
        Lane = channel,
        State = state,
        Attempts = attempts,
        Reason = reason,
        DueAt = Noon,
        CreatedAt = Noon,
    };
}
