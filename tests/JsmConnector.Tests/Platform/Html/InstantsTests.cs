using JsmConnector.Platform.Html;

namespace JsmConnector.Tests.Platform.Html;

public sealed class InstantsTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 14, 8, 0, TimeSpan.Zero);

    [Fact]
    public void An_exact_time_names_its_zone_and_an_unambiguous_date() =>
        Assert.Equal("23 Nov 2026, 14:30 UTC", Instants.Exact(new DateTimeOffset(2026, 11, 23, 15, 30, 0, TimeSpan.FromHours(1))));

    [Theory]
    [InlineData(22, "14:30 UTC")]
    [InlineData(60 * 12, "24 Nov 2026, 02:08 UTC")]
    public void A_clock_time_of_another_day_carries_its_date(int minutes, string text) =>
        Assert.Equal(text, Instants.Clock(Now.AddMinutes(minutes), Now));

    [Theory]
    [InlineData(22, "22 min")]
    [InlineData(-3, "3 min")]
    [InlineData(65, "1 h 5 min")]
    [InlineData(120, "2 h")]
    [InlineData(60 * 24 * 3, "3 days")]
    public void A_length_is_short(int minutes, string text) => Assert.Equal(text, Instants.Short(TimeSpan.FromMinutes(minutes)));
}
