using JsmConnector.AtlassianConnect.Lifecycle;
using Microsoft.Extensions.Time.Testing;

namespace JsmConnector.Tests.AtlassianConnect.Lifecycle;

public sealed class ReplayGuardTests
{
    [Fact]
    public void A_token_is_used_once_unless_forgotten()
    {
        var guard = new ReplayGuard(new FakeTimeProvider());

        Assert.True(guard.TryUse("a", DateTimeOffset.MaxValue));
        Assert.False(guard.TryUse("a", DateTimeOffset.MaxValue));
        Assert.True(guard.TryUse("b", DateTimeOffset.MaxValue));
        guard.Forget("a");
        Assert.True(guard.TryUse("a", DateTimeOffset.MaxValue));
    }

    [Fact]
    public void Many_expired_tokens_make_room_and_living_ones_stay()
    {
        var clock = new FakeTimeProvider();
        var guard = new ReplayGuard(clock);
        guard.TryUse("living", clock.GetUtcNow().AddDays(1));
        for (var number = 0; number < 20_000; number++)
        {
            guard.TryUse($"{number}", clock.GetUtcNow().AddMinutes(-1));
        }

        Assert.False(guard.TryUse("living", clock.GetUtcNow().AddDays(1)));
    }
}
