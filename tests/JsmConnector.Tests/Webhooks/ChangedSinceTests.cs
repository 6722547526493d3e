using JsmConnector.Webhooks.Reconciliation;

namespace JsmConnector.Tests.Webhooks;

public sealed class ChangedSinceTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 24, 10, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(5, 10)]
    [InlineData(5.01, 11)]
    [InlineData(-30, 5)]
    [InlineData(60 * 24 * 40, 14 * 24 * 60)]
    public void A_search_reaches_back_to_what_was_seen_and_somewhat_further(double minutesSinceSeen, int minutesAsked) =>
        Assert.Equal(
            $"projectType not in (software, business) AND updated >= -{minutesAsked}m ORDER BY updated ASC",
            ChangedSince.Query(Now.AddMinutes(-minutesSinceSeen), TimeSpan.FromMinutes(5), Now));
}
