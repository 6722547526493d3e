using System.Diagnostics;
using JsmConnector.Deliveries;
using JsmConnector.Incidents;
using JsmConnector.IntegrationTests.Vendors;

namespace JsmConnector.IntegrationTests.StatusPages.Providers.Statuspage;

/// <summary>What becomes of a delivery when Statuspage refuses, is slow, or is away.</summary>
public sealed class StatuspageFailureTests(StatuspageDatabase database) : IClassFixture<StatuspageDatabase>
{
    [Theory]
    [InlineData(420, null, 60)]
    [InlineData(429, null, 60)]
    [InlineData(429, 7, 7)]
    public async Task A_rate_limit_waits_as_long_as_asked_and_holds_the_whole_key(int status, int? retryAfter, int expected)
    {
        await using var world = await StatuspageWorld.StartAsync(database);
        var update = world.Say(Stage.Investigating, "We look.");
        world.Fake.Inject(StatuspageFault.TooFast(status, retryAfter, "POST"));
        var before = TimeProvider.System.GetUtcNow();

        var later = Assert.IsType<DeliveryOutcome.Later>(await world.DeliverAsync(update));

        Assert.InRange((later.At!.Value - before).TotalSeconds, expected - 1, expected + 5);
        var calls = world.Fake.Requests.Count;
        Assert.IsType<DeliveryOutcome.Later>(await world.DeliverAsync(update, attempt: 2));
        Assert.Equal(calls, world.Fake.Requests.Count);
    }

    [Fact]
    public async Task After_a_short_pause_the_update_goes_out()
    {
        await using var world = await StatuspageWorld.StartAsync(database);
        var update = world.Say(Stage.Investigating, "We look.");
        world.Fake.Inject(StatuspageFault.TooFast(429, 1, "POST"));

        Assert.IsType<DeliveryOutcome.Later>(await world.DeliverAsync(update));
        Assert.IsType<DeliveryOutcome.Delivered>(await world.DeliverAsync(update, attempt: 2));

        Assert.Equal(["We look."], world.WordsOnPage);
    }

    [Fact]
    public async Task A_server_error_is_tried_again_by_the_row()
    {
        await using var world = await StatuspageWorld.StartAsync(database);
        var update = world.Say(Stage.Investigating, "We look.");
        world.Fake.Inject(StatuspageFault.Answer(500, "<html>", "POST"));

        Assert.Null(Assert.IsType<DeliveryOutcome.Later>(await world.DeliverAsync(update)).At);
        Assert.Single(world.Fake.Writes);
        Assert.IsType<DeliveryOutcome.Delivered>(await world.DeliverAsync(update, attempt: 2));
        Assert.Equal(["We look."], world.WordsOnPage);
    }

    [Fact]
    public async Task An_answer_that_takes_too_long_is_found_by_the_next_attempt()
    {
        // Long enough for every other call on a slow machine: a question before the create that took too long would leave nothing to be found.
        await using var world = await StatuspageWorld.StartAsync(database, timeout: TimeSpan.FromSeconds(3));
        var (update, givenUp) = (world.Say(Stage.Investigating, "We look."), new TaskCompletionSource());
        world.Fake.BeforeAnswer = request => request.Method == "POST" ? givenUp.Task : Task.CompletedTask;

        Assert.Null(Assert.IsType<DeliveryOutcome.Later>(await world.DeliverAsync(update)).At);
        givenUp.SetResult();
        Assert.IsType<DeliveryOutcome.Delivered>(await world.DeliverAsync(update, attempt: 2));

        Assert.Equal(["We look."], world.WordsOnPage);
    }

    [Fact]
    public async Task A_page_that_cannot_be_reached_is_tried_again()
    {
        await using var world = await StatuspageWorld.StartAsync(database);
        var update = world.Say(Stage.Investigating, "We look.");
        await world.Fake.DisposeAsync();

        Assert.Null(Assert.IsType<DeliveryOutcome.Later>(await world.DeliverAsync(update)).At);
    }

    [Fact]
    public async Task A_key_that_is_not_accepted_stops_with_the_mend_and_is_told_nowhere()
    {
        await using var world = await StatuspageWorld.StartAsync(database);
        world.ApiKey = "sp-secret-0815";
        world.Fake.Inject(StatuspageFault.Answer(422, """{"error":{"key":["sp-secret-0815 is odd"]}}"""));

        var refused = Assert.IsType<DeliveryOutcome.Never>(await world.DeliverAsync(world.Say(Stage.Investigating, "We look.")));
        var unauthorised = Assert.IsType<DeliveryOutcome.Never>(await world.DeliverAsync(world.Say(Stage.Identified, "We know.")));

        Assert.Contains("*** is odd", refused.Reason, StringComparison.Ordinal);
        Assert.Contains("enter a new one in settings", unauthorised.Reason, StringComparison.Ordinal);
        Assert.NotEmpty(world.Logs.Lines);
        Assert.DoesNotContain(world.Logs.Lines, line => line.Contains("sp-secret-0815", StringComparison.Ordinal));
        Assert.DoesNotContain(world.Fake.Requests, request => (request.Path + request.Query + request.Body).Contains("sp-secret", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task An_incident_deleted_by_a_person_is_not_made_again(int attempt)
    {
        await using var world = await StatuspageWorld.StartAsync(database);
        await world.DeliverAsync(world.Say(Stage.Investigating, "We look."));
        world.Page.Delete(world.OnlyMirror);

        var never = Assert.IsType<DeliveryOutcome.Never>(await world.DeliverAsync(world.Say(Stage.Identified, "We know."), attempt));

        Assert.Contains("deleted it there", never.Reason, StringComparison.Ordinal);
        Assert.Empty(world.Page.Incidents);
    }

    [Fact]
    public async Task A_refused_update_names_what_statuspage_says()
    {
        await using var world = await StatuspageWorld.StartAsync(database);
        world.UsePage("otherpage", "anothercomponent");

        var never = Assert.IsType<DeliveryOutcome.Never>(await world.DeliverAsync(world.Say(Stage.Investigating, "We look.")));

        Assert.Contains("Component remoteemail does not exist", never.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_redirect_is_not_followed()
    {
        await using var world = await StatuspageWorld.StartAsync(database);
        world.Fake.Inject(StatuspageFault.Answer(302));

        Assert.Contains("Statuspage:ApiUrl", Assert.IsType<DeliveryOutcome.Never>(await world.DeliverAsync(world.Say(Stage.Investigating, "We look."))).Reason, StringComparison.Ordinal);
        Assert.Single(world.Fake.Requests);
    }

    [Fact]
    public async Task A_cancelled_attempt_ends_at_once()
    {
        await using var world = await StatuspageWorld.StartAsync(database);
        world.Fake.Inject(StatuspageFault.Slow(TimeSpan.FromSeconds(8)));
        using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(300));
        var started = Stopwatch.GetTimestamp();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => world.DeliverUntilAsync(world.Say(Stage.Investigating, "We look."), stop.Token));

        Assert.True(Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task Parallel_deliveries_stay_within_the_budget_of_the_key()
    {
        // Few enough that those which a busy machine lets out late do not come together.
        await using var world = await StatuspageWorld.StartAsync(database, requestsPerSecond: 2);
        world.Fake.LimitTo(5, TimeSpan.FromSeconds(1));
        var update = world.Say(Stage.Investigating, "We look.");

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 4).Select(i => OneOfManyAsync(i)));

        Assert.All(outcomes, outcome => Assert.IsType<DeliveryOutcome.Delivered>(outcome));
        Assert.InRange(world.Fake.MostRequestsWithin(TimeSpan.FromSeconds(1)), 1, 5);

        async Task<DeliveryOutcome> OneOfManyAsync(int number) => await world.DeliverToAsync($"sp{number}", $"page{number}", update);
    }
}
