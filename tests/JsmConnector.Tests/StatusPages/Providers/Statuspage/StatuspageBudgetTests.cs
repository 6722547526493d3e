using JsmConnector.StatusPages.Providers.Statuspage;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace JsmConnector.Tests.StatusPages.Providers.Statuspage;

public sealed class StatuspageBudgetTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);
    private readonly FakeTimeProvider _clock = new();
    private readonly StatuspageBudget _budget;

    public StatuspageBudgetTests() => _budget = new(Options.Create(new StatuspageOptions { RequestsPerSecond = 0.5 }), _clock);

    [Fact]
    public async Task Calls_of_a_key_wait_for_one_another()
    {
        Assert.True(Enter("a").IsCompletedSuccessfully);
        var second = Enter("a");
        Assert.False(second.IsCompleted);

        _clock.Advance(TimeSpan.FromSeconds(2));

        Assert.Null(await second);
    }

    [Fact]
    public void Keys_do_not_wait_for_one_another()
    {
        Assert.True(Enter("a").IsCompletedSuccessfully);
        Assert.True(Enter("b").IsCompletedSuccessfully);
    }

    [Fact]
    public async Task A_slot_too_far_away_is_not_taken()
    {
        _ = Enter("a");
        _ = Enter("a");

        Assert.Equal(_clock.GetUtcNow().AddSeconds(4), await Enter("a"));
        Assert.Equal(_clock.GetUtcNow().AddSeconds(4), await Enter("a"));
    }

    [Fact]
    public async Task A_pause_asked_for_by_the_page_holds_all_calls_of_the_key()
    {
        _budget.Pause("a", TimeSpan.FromSeconds(60));

        Assert.Equal(_clock.GetUtcNow().AddSeconds(60), await Enter("a"));
        Assert.Null(await Enter("b"));
        _clock.Advance(TimeSpan.FromSeconds(60));
        Assert.Null(await Enter("a"));
    }

    [Fact]
    public async Task A_call_that_is_cancelled_stops_waiting()
    {
        _ = Enter("a");
        using var cancel = new CancellationTokenSource();
        var waiting = _budget.EnterAsync("a", Patience, cancel.Token).AsTask();

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }

    [Fact]
    public void The_budget_we_ship_stays_below_one_a_second() =>
        Assert.InRange(new StatuspageOptions().RequestsPerSecond, 0.5, 0.99);

    private Task<DateTimeOffset?> Enter(string key) => _budget.EnterAsync(key, Patience, TestContext.Current.CancellationToken).AsTask();
}
