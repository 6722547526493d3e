using JsmConnector.Incidents;
using JsmConnector.Installations.Settings;
using JsmConnector.Notifications;

namespace JsmConnector.Tests.Notifications;

public sealed class QuietTimeTests
{
    private static readonly QuietHours Berlin = new() { From = new TimeOnly(22, 0), Until = new TimeOnly(2, 30), Zone = "Europe/Berlin" };

    [Theory]
    [InlineData("2026-11-26T22:00:00Z", "2026-11-27T01:30:00Z")]
    [InlineData("2026-11-27T00:00:00Z", "2026-11-27T01:30:00Z")]
    [InlineData("2026-11-27T01:30:00Z", null)]
    // Half past two does not exist in the night when the clocks go forward: half past three is what follows.
    [InlineData("2026-03-29T00:45:00Z", "2026-03-29T01:30:00Z")]
    public void They_end_at_the_time_of_the_wall(string at, string? ends) =>
        Assert.Equal(ends is null ? null : DateTimeOffset.Parse(ends, System.Globalization.CultureInfo.InvariantCulture), QuietTime.Ends(Berlin, Severity.Minor, DateTimeOffset.Parse(at, System.Globalization.CultureInfo.InvariantCulture)));
}
