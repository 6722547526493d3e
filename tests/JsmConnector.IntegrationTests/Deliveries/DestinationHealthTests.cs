using JsmConnector.Deliveries;
using JsmConnector.IntegrationTests.WholeApp;
using JsmConnector.Platform.Database;
using Microsoft.Extensions.DependencyInjection;

namespace JsmConnector.IntegrationTests.Deliveries;

/// <summary>A destination that fails rests by itself, tells why, and delays nobody.</summary>
public sealed class DestinationHealthTests(TwoDestinations app) : IClassFixture<TwoDestinations>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Ten_failures_in_a_row_pause_a_destination_until_a_try_succeeds()
    {
        var sick = app.Answer("sick", () => new DeliveryOutcome.Later("No answer."));
        await app.PlanAsync("sick", 1);
        for (var i = 0; i < 10; i++)
            await app.DrainAsync(TimeSpan.FromMinutes(31));
        await app.PlanAsync("sick", 5);
        await app.DrainAsync(TimeSpan.FromMinutes(10));

        Assert.Equal(10, sick.Calls);
        Assert.Equal((HealthState.Paused, 10), await app.HealthAsync("sick"));
        app.Answer("sick", () => new DeliveryOutcome.Delivered());
        await app.DrainAsync(TimeSpan.FromMinutes(31));
        Assert.Null(await app.HealthAsync("sick"));
        Assert.All(await app.DeliveriesAsync("sick"), delivery => Assert.Equal(DeliveryState.Delivered, delivery.State));
    }

    [Fact]
    public async Task A_destination_that_is_gone_is_asked_once_and_a_person_resumes_it()
    {
        var gone = app.Answer("gone", () => new DeliveryOutcome.Never("There is no such page.") { BreaksDestination = true });
        await app.PlanAsync("gone", 1);
        await app.DrainAsync(TimeSpan.Zero);
        await app.PlanAsync("gone", 4);
        await app.DrainAsync(TimeSpan.FromHours(1));

        Assert.Equal(1, gone.Calls);
        Assert.Equal((HealthState.Broken, 1), await app.HealthAsync("gone"));
        app.Answer("gone", () => new DeliveryOutcome.Delivered());
        Assert.True(await app.ResumeAsync("gone"));
        Assert.False(await app.ResumeAsync("gone"));
        await app.DrainAsync(TimeSpan.Zero);
        Assert.All(await app.DeliveriesAsync("gone"), delivery => Assert.Equal(DeliveryState.Delivered, delivery.State));
    }

    [Fact]
    public async Task A_broken_destination_delays_no_other()
    {
        app.Answer("broken", () => new DeliveryOutcome.Never("Forbidden.") { BreaksDestination = true });
        var well = app.Answer("well", () => new DeliveryOutcome.Delivered());
        await app.PlanAsync("broken", 50);
        await app.PlanAsync("well", 50);

        await app.DrainAsync(TimeSpan.Zero);

        Assert.Equal(50, well.Calls);
    }

    [Fact]
    public async Task What_a_node_of_the_version_before_does_not_know_is_left_to_one_that_does()
    {
        var taken = app.Answer("tomorrow", () => new DeliveryOutcome.Delivered());
        await app.PlanAsync("tomorrow", 1, TwoDestinations.Tomorrow);
        for (var i = 0; i < 120; i++)
            await app.DrainAsync(UnknownChannel.Pause);
        var left = Assert.Single(await app.DeliveriesAsync("tomorrow"));
        // Nobody was called, so that the first call of the other node is a first one.
        Assert.Equal((DeliveryState.Queued, 0, 0, null), (left.State, left.Attempts, taken.Calls, await app.HealthAsync("tomorrow")));

        app.IsUpgraded = true;
        await app.DrainAsync(UnknownChannel.Pause);
        app.IsUpgraded = false;

        Assert.Equal((DeliveryState.Delivered, 1), (Assert.Single(await app.DeliveriesAsync("tomorrow")).State, taken.Calls));
    }

    [Fact]
    public async Task What_no_node_knows_for_a_day_is_shown_to_a_person()
    {
        await app.PlanAsync("yesterday", 1, TwoDestinations.Tomorrow);
        await app.DrainAsync(UnknownChannel.Patience + TimeSpan.FromMinutes(1));

        var dead = Assert.Single(await app.DeliveriesAsync("yesterday"));
        Assert.Equal((DeliveryState.Failed, $"No channel '{TwoDestinations.Tomorrow}' exists in this version."), (dead.State, dead.Reason));
    }

    [Fact]
    public async Task The_administrator_sees_it_with_its_reason_and_resumes_it()
    {
        const string administrator = "admin-1";
        app.Acme.Jira.Administrators.Add(administrator);
        app.Answer("shown", () => new DeliveryOutcome.Never("The key is refused.") { BreaksDestination = true });
        await app.PlanAsync("shown", 1);
        await app.DrainAsync(TimeSpan.Zero);

        var html = await (await app.AskAsync(app.Acme, HttpMethod.Get, "/admin", administrator)).Content.ReadAsStringAsync(Token);
        var session = html.Split("name=\"session\" value=\"")[1].Split('"')[0];
        using var form = new FormUrlEncodedContent(new Dictionary<string, string> { ["session"] = session, ["decision"] = "resume", ["channel"] = TwoDestinations.Channel, ["destination"] = "shown" });
        var done = await (await app.SendAsync(new HttpRequestMessage(HttpMethod.Post, "/admin") { Content = form })).Content.ReadAsStringAsync(Token);

        Assert.Contains("The key is refused.", html, StringComparison.Ordinal);
        Assert.Contains("is resumed", done, StringComparison.Ordinal);
        Assert.Null(await app.HealthAsync("shown"));
    }
}

/// <summary>An app whose destinations answer as a test says. Each delivery has a lane of its own.</summary>
public sealed class TwoDestinations(Database.PostgresServer postgres) : InstalledSites(postgres)
{
    public const string Channel = "stub", Tomorrow = "of-the-next-version";

    /// <summary>Knows the channel of the next version.</summary>
    public bool IsUpgraded { get; set; }

    private readonly Dictionary<string, Stub> _stubs = new(StringComparer.Ordinal);

    public sealed class Stub(Func<DeliveryOutcome> answer)
    {
        private int _calls;

        public int Calls => _calls;

        public DeliveryOutcome Answer()
        {
            Interlocked.Increment(ref _calls);
            return answer();
        }
    }

    public Stub Answer(string destination, Func<DeliveryOutcome> answer) => _stubs[destination] = new Stub(answer);

    public async Task PlanAsync(string destination, int count, string channel = Channel) => await InAsync(Acme, async database =>
    {
        for (var i = 0; i < count; i++)
            database.Add(Delivery.Of(Acme.Id, new PlannedDelivery(channel, destination, $"{destination}-{Guid.NewGuid()}"), Clock));
        return await database.SaveChangesAsync(TestContext.Current.CancellationToken);
    });

    public async Task DrainAsync(TimeSpan after)
    {
        Clock.Advance(after);
        await DrainAsync();
    }

    public async Task<(HealthState, int)?> HealthAsync(string destination) =>
        (await RowsAsync<DestinationHealth>(Acme)).FirstOrDefault(health => health.Destination == destination) is { } health ? (health.State, health.Failures) : null;

    public async Task<List<Delivery>> DeliveriesAsync(string destination) => [.. (await RowsAsync<Delivery>(Acme)).Where(delivery => delivery.Destination == destination)];

    public async Task<bool> ResumeAsync(string destination)
    {
        await using var scope = App.Services.GetRequiredService<IServiceScopeFactory>().Enter(Acme.Id);
        return await scope.ServiceProvider.GetRequiredService<WatchDestinations>().ResumeAsync(Channel, destination, TestContext.Current.CancellationToken);
    }

    protected override void Replace(IServiceCollection services) => services
        .AddScoped<IDeliveryHandler>(_ => new Handler(Channel, _stubs))
        .AddScoped<IDeliveryHandler>(_ => new Handler(IsUpgraded ? Tomorrow : "nothing", _stubs));

    private sealed class Handler(string channel, Dictionary<string, Stub> stubs) : IDeliveryHandler
    {
        public string Channel => channel;

        public Task<DeliveryOutcome> DeliverAsync(DeliveryAttempt attempt, CancellationToken cancellationToken) => Task.FromResult(stubs[attempt.Destination].Answer());
    }
}
