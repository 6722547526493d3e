using JsmConnector.Administration.Words;
using JsmConnector.Platform.Database;
using Microsoft.Extensions.Time.Testing;

namespace JsmConnector.Tests.Administration;

public sealed class TestLimitTests
{
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 11, 27, 9, 0, 0, TimeSpan.Zero));
    private readonly InstallationId _site = new(Guid.NewGuid());

    [Fact]
    public void A_site_sends_twenty_test_messages_an_hour_and_then_hears_when_it_may_again()
    {
        var limit = new TestLimit(_clock);
        for (var test = 0; test < 10; test++)
        {
            Assert.Null(limit.Take(_site, 2));
            _clock.Advance(TimeSpan.FromMinutes(1));
        }

        Assert.Equal(new DateTimeOffset(2026, 11, 27, 10, 0, 0, TimeSpan.Zero), limit.Take(_site, 1));
        Assert.Equal(new DateTimeOffset(2026, 11, 27, 10, 1, 0, TimeSpan.Zero), limit.Take(_site, 3));
        Assert.Null(limit.Take(new InstallationId(Guid.NewGuid()), 1));

        _clock.Advance(TimeSpan.FromMinutes(50));
        Assert.Null(limit.Take(_site, 2));
        Assert.NotNull(limit.Take(_site, 1));

        limit.GiveBack(_site, 1);
        Assert.Null(limit.Take(_site, 1));
        Assert.NotNull(limit.Take(_site, 1));
    }
}
