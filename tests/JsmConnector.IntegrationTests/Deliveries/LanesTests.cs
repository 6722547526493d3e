using System.Collections.Concurrent;
using JsmConnector.Deliveries;
using JsmConnector.IntegrationTests.WholeApp;
using JsmConnector.Platform.Database;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace JsmConnector.IntegrationTests.Deliveries;

/// <summary>Deliveries of a lane go out one at a time and in order, however many nodes work on them; lanes go side by side.</summary>
public sealed class LanesTests(LanesApp app) : IClassFixture<LanesApp>
{
    [Fact]
    public async Task Several_nodes_keep_the_order_of_each_lane_and_call_once_for_each_delivery()
    {
        var planned = await app.PlanAsync([.. Enumerable.Range(0, 300).Select(n => $"order-{n % 3}"), .. Enumerable.Range(0, 60).Select(n => $"single-{n}")]);
        app.Answer = async _ =>
        {
            await Task.Delay(Random.Shared.Next(3), TestContext.Current.CancellationToken);
            return new DeliveryOutcome.Delivered();
        };

        await Task.WhenAll(app.DrainAsync(), app.AnotherNodeAsync(), app.AnotherNodeAsync());

        var calls = app.TakeCalls();
        Assert.Equal(planned.Count, calls.Count);
        Assert.All(planned.GroupBy(delivery => delivery.Lane), lane => Assert.Equal(lane.Select(delivery => delivery.Id), calls.Where(call => call.Lane == lane.Key).Select(call => call.Id)));
        Assert.False(app.WereTogether);
    }

    [Fact]
    public async Task A_delivery_that_has_to_wait_keeps_its_lane_waiting_and_no_other()
    {
        var planned = await app.PlanAsync(["waits", "waits", "goes-on", "goes-on", "waits"]);
        app.Answer = delivery => Task.FromResult<DeliveryOutcome>(delivery == planned[1].Id ? new DeliveryOutcome.Later("Not yet.") : new DeliveryOutcome.Delivered());

        await app.DrainAsync();
        Assert.Equal([planned[0].Id, planned[1].Id], Called("waits"));
        Assert.Equal([planned[2].Id, planned[3].Id], Called("goes-on"));
        app.TakeCalls();

        app.Answer = _ => Task.FromResult<DeliveryOutcome>(new DeliveryOutcome.Delivered());
        app.Clock.Advance(TimeSpan.FromHours(1));
        await app.DrainAsync();
        Assert.Equal([planned[1].Id, planned[4].Id], Called("waits"));
        app.TakeCalls();

        IEnumerable<DeliveryId> Called(string lane) => app.Calls.Where(call => call.Lane == lane).Select(call => call.Id);
    }

    [Fact]
    public async Task Lanes_whose_calls_are_slow_leave_others_their_turn()
    {
        string[] slow = [.. Enumerable.Range(0, 32).Select(n => $"slow-{n}")];
        await app.PlanAsync([.. slow, "next", .. slow, .. slow]);
        app.Answer = async _ =>
        {
            await Task.Delay(400, TestContext.Current.CancellationToken);
            return new DeliveryOutcome.Delivered();
        };

        await app.DrainAsync();

        Assert.InRange(app.TakeCalls().FindIndex(call => call.Lane == "next"), 32, 40);
    }
}

/// <summary>An app with a channel that answers as a test says, and remembers who was called.</summary>
public sealed class LanesApp(Database.PostgresServer postgres) : InstalledSites(postgres)
{
    private readonly ConcurrentQueue<(string Lane, DeliveryId Id)> _calls = new();
    private readonly ConcurrentDictionary<string, DeliveryId> _underWay = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<DeliveryId, string> _lanes = new();

    public Func<DeliveryId, Task<DeliveryOutcome>> Answer { get; set; } = _ => Task.FromResult<DeliveryOutcome>(new DeliveryOutcome.Delivered());

    /// <summary>Two deliveries of one lane were under way at the same moment.</summary>
    public bool WereTogether { get; private set; }

    public IReadOnlyCollection<(string Lane, DeliveryId Id)> Calls => _calls;

    public List<(string Lane, DeliveryId Id)> TakeCalls()
    {
        List<(string Lane, DeliveryId Id)> calls = [.. _calls];
        _calls.Clear();
        return calls;
    }

    /// <summary>In this order.</summary>
    public Task<List<Delivery>> PlanAsync(IReadOnlyList<string> lanes) => InAsync(Acme, async database =>
    {
        List<Delivery> planned = [.. lanes.Select(lane => Delivery.Of(Acme.Id, new PlannedDelivery("lanes", lane, lane), Clock))];
        foreach (var delivery in planned)
        {
            _lanes[delivery.Id] = delivery.Lane;
            database.Add(delivery);
            // One after the other: rows that are saved together get their numbers in the order of their keys.
            await database.SaveChangesAsync(TestContext.Current.CancellationToken);
        }
        return planned;
    });

    public Task AnotherNodeAsync()
    {
        var heads = new HeadOfLane(App.Services.GetRequiredService<Npgsql.NpgsqlDataSource>(), Clock, Options.Create(new LaneOptions()));
        return new DrainDeliveries(App.Services.GetRequiredService<IServiceScopeFactory>(), heads, new DeliveriesBell(), Clock, NullLogger<DrainDeliveries>.Instance).DrainOnceAsync(TestContext.Current.CancellationToken);
    }

    protected override void Replace(IServiceCollection services) => services.AddScoped<IDeliveryHandler>(_ => new Handler(this));

    private async Task<DeliveryOutcome> CallAsync(DeliveryId id)
    {
        var lane = _lanes[id];
        _calls.Enqueue((lane, id));
        WereTogether |= !_underWay.TryAdd(lane, id);
        var outcome = await Answer(id);
        _underWay.TryRemove(new(lane, id));
        return outcome;
    }

    private sealed class Handler(LanesApp app) : IDeliveryHandler
    {
        public string Channel => "lanes";

        public Task<DeliveryOutcome> DeliverAsync(DeliveryAttempt attempt, CancellationToken cancellationToken) => app.CallAsync(attempt.Id);
    }
}
