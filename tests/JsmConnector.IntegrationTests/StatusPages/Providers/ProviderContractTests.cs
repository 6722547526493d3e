using JsmConnector.Deliveries;
using JsmConnector.Incidents;
using JsmConnector.IntegrationTests.Database;
using JsmConnector.IntegrationTests.StatusPages.Providers.Statuspage;
using JsmConnector.StatusPages;
using Microsoft.Extensions.DependencyInjection;

namespace JsmConnector.IntegrationTests.StatusPages.Providers;

/// <summary>"Bring the remote side to this state", asked of every provider that is registered: a new one cannot be left out.</summary>
public sealed class ProviderContractTests(PostgresServer server) : IAsyncLifetime
{
    private static readonly ComponentState Email = new(ComponentId.New(TimeProvider.System), "Email", 1, DateTimeOffset.UnixEpoch, ComponentStatus.MajorOutage);
    private StatuspageApp _app = null!;

    public async ValueTask InitializeAsync() => _app = await StatuspageApp.StartAsync(server);

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_story_is_told_in_order_once_each_and_ends_with_the_component_well()
    {
        foreach (var provider in await ProvidersAsync())
        {
            await using var side = await RemoteSide.StartAsync(provider, _app);
            var story = new Story();
            foreach (var (stage, words) in new[] { (Stage.Investigating, "We look."), (Stage.Identified, "We know."), (Stage.Monitoring, "We watch.") })
                Assert.Equal((provider, typeof(DeliveryOutcome.Delivered)), (provider, (await BringAsync(side, story.Say(stage, words))).GetType()));
            Assert.Equal("major_outage", (await side.ViewAsync())!.Email);

            await BringAsync(side, story.Say(Stage.Resolved, "Over."), ComponentStatus.Operational);

            var view = (await side.ViewAsync())!;
            Assert.Equal((provider, "resolved", "operational"), (provider, view.Stage, view.Email));
            Assert.Equal(["We look.", "We know.", "We watch.", "Over."], view.Words);
        }
    }

    [Fact]
    public async Task A_repeat_adds_nothing_also_when_the_answer_of_the_first_call_was_lost()
    {
        foreach (var provider in await ProvidersAsync())
        {
            await using var side = await RemoteSide.StartAsync(provider, _app);
            var story = new Story().Say(Stage.Investigating, "We look.");
            if (side.Fail(0))
                Assert.Equal((provider, typeof(DeliveryOutcome.Later)), (provider, (await BringAsync(side, story)).GetType()));

            for (var attempt = 1; attempt < 4; attempt++)
                Assert.Equal((provider, typeof(DeliveryOutcome.Delivered)), (provider, (await BringAsync(side, story, attempt: attempt)).GetType()));

            Assert.Equal(["We look."], (await side.ViewAsync())!.Words);
        }
    }

    [Fact]
    public async Task A_limit_waits_as_long_as_asked_trouble_waits_and_a_closed_door_stops_the_destination()
    {
        foreach (var provider in await ProvidersAsync())
        {
            await using var side = await RemoteSide.StartAsync(provider, _app);
            var story = new Story().Say(Stage.Investigating, "We look.");
            if (!side.Fail(503))
                continue;
            Assert.Equal((provider, null), (provider, Assert.IsType<DeliveryOutcome.Later>(await BringAsync(side, story)).At));
            side.Fail(401);
            Assert.True(Assert.IsType<DeliveryOutcome.Never>(await BringAsync(side, story)).BreaksDestination, provider);
            side.Fail(429, 90);
            var wait = Assert.IsType<DeliveryOutcome.Later>(await BringAsync(side, story)).At!.Value - TimeProvider.System.GetUtcNow();
            Assert.InRange(wait.TotalSeconds, 80, 91);
        }
    }

    [Fact]
    public async Task No_reason_tells_a_secret_and_a_cancelled_attempt_ends_as_cancelled()
    {
        foreach (var provider in await ProvidersAsync())
        {
            await using var side = await RemoteSide.StartAsync(provider, _app);
            var story = new Story().Say(Stage.Investigating, "We look.");
            foreach (var status in new[] { 400, 404, 410, 422, 302, 500 })
            {
                if (side.Fail(status))
                    Assert.DoesNotContain(side.Page.ApiKey!, $"{await BringAsync(side, story)}", StringComparison.Ordinal);
            }

            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => BringAsync(side, story, cancelled: true));
        }
    }

    [Fact]
    public async Task What_is_hostile_arrives_as_it_was_written()
    {
        const string Words = "<script>alert(1)</script> [x](javascript:1) \u202e \"'&;";
        foreach (var provider in await ProvidersAsync())
        {
            await using var side = await RemoteSide.StartAsync(provider, _app);

            await BringAsync(side, new Story().Say(Stage.Investigating, Words));

            Assert.Equal((provider, Words), (provider, (await side.ViewAsync())!.Words.Single()));
        }
    }

    private Task<IReadOnlyList<string>> ProvidersAsync() => _app.InAsync(services => Task.FromResult<IReadOnlyList<string>>([.. services.GetServices<IStatusPageProvider>().Select(provider => provider.Name)]));

    private Task<DeliveryOutcome> BringAsync(RemoteSide side, Story story, ComponentStatus email = ComponentStatus.MajorOutage, int attempt = 1, bool cancelled = false) => _app.InAsync(services =>
    {
        var provider = services.GetServices<IStatusPageProvider>().Single(provider => provider.Name == side.Page.Provider);
        var task = new MirrorTask(
            new DeliveryAttempt(new DeliveryId(story.Updates[^1].Id.Value), _app.Site, story.Id.Value, story.Updates[^1].Id.Value, side.Page.Id, attempt, TimeProvider.System.GetUtcNow()), side.Page, story.Incident,
            [Email with { Status = email }]);
        return provider.BringToAsync(task, cancelled ? new CancellationToken(true) : Token);
    });

    private sealed class Story
    {
        private readonly DateTimeOffset _start = TimeProvider.System.GetUtcNow();

        public IncidentId Id { get; } = IncidentId.New(TimeProvider.System);

        public List<PublicUpdate> Updates { get; } = [];

        public PublicIncident Incident => new()
        {
            Id = Id,
            IssueId = Id.Value.ToString("N"),
            IssueKey = "OPS-7",
            Title = "Problem with Email",
            Stage = Updates[^1].Stage,
            WorstSeverity = Severity.Critical,
            StartedAt = _start,
            ResolvedAt = Updates[^1].Stage.IsOpen() ? null : Updates[^1].PublishedAt,
            NextUpdateAt = null,
            Components = [new PublicComponent(Email.Id, "Email", true)],
            Updates = [.. Updates],
        };

        public Story Say(Stage stage, string words)
        {
            Updates.Add(new PublicUpdate(UpdateId.New(TimeProvider.System), stage, words, TimeProvider.System.GetUtcNow(), null, null));
            return this;
        }
    }
}
