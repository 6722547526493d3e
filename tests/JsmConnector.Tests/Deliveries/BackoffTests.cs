using JsmConnector.Deliveries;

namespace JsmConnector.Tests.Deliveries;

public sealed class BackoffTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(1, 5)]
    [InlineData(2, 15)]
    [InlineData(3, 45)]
    [InlineData(7, 1800)]
    [InlineData(99, 1800)]
    public void Pauses_grow_to_half_an_hour(int attempts, int seconds) => Assert.Equal(TimeSpan.FromSeconds(seconds), Backoff.Pause(attempts));

    [Fact]
    public void A_time_given_by_the_destination_is_kept()
    {
        var (state, reason, due) = Backoff.Record(new DeliveryOutcome.Later("slow down", Now.AddMinutes(1)), 1, Now);

        Assert.Equal((DeliveryState.Queued, "slow down", Now.AddMinutes(1)), (state, reason, due));
    }

    [Fact]
    public void What_never_succeeds_leaves_its_lane_in_the_end() =>
        Assert.Equal(DeliveryState.Failed, Backoff.Record(new DeliveryOutcome.Later("away"), Backoff.MostAttempts, Now).State);

    [Fact]
    public void What_nobody_tried_is_never_given_up_by_the_count() =>
        Assert.Equal(DeliveryState.Queued, Backoff.Record(new DeliveryOutcome.Later("unknown here", Now.AddSeconds(15)) { IsNoAttempt = true }, Backoff.MostAttempts, Now).State);
}
