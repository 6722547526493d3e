using JsmConnector.Platform.Database;
using JsmConnector.Webhooks;

namespace JsmConnector.Tests.Webhooks;

public sealed class RecentBodiesTests
{
    private static readonly InstallationId Site = InstallationId.New(TimeProvider.System);
    private readonly RecentBodies _recent = new();

    [Fact]
    public void A_body_is_handed_over_once_and_to_its_own_site()
    {
        _recent.Keep(Site, 7, [1, 2]);

        Assert.Null(_recent.Take(InstallationId.New(TimeProvider.System), 7));
        Assert.Equal<byte[]>([1, 2], _recent.Take(Site, 7));
        Assert.Null(_recent.Take(Site, 7));
    }

    [Fact]
    public void A_drain_that_fell_behind_finds_the_newest_bodies_and_memory_stays_bounded()
    {
        var body = new byte[RecentBodies.Most / 4];

        for (var sequence = 1; sequence <= 9; sequence++)
            _recent.Keep(Site, sequence, body);

        Assert.Equal([9L], Enumerable.Range(1, 9).Select(sequence => (long)sequence).Where(sequence => _recent.Take(Site, sequence) is not null));
    }
}
