using JsmConnector.Deliveries;
using JsmConnector.Incidents;
using JsmConnector.IntegrationTests.Vendors;
using JsmConnector.StatusPages;
using JsmConnector.StatusPages.Providers.Statuspage;
using Microsoft.EntityFrameworkCore;

namespace JsmConnector.IntegrationTests.StatusPages.Providers.Statuspage;

/// <summary>Nothing is said twice and nothing is lost, whatever is repeated, lost on the way, or dies in the middle.</summary>
public sealed class StatuspageRepeatTests(StatuspageDatabase database) : IClassFixture<StatuspageDatabase>
{
    [Fact]
    public async Task The_same_delivery_twice_adds_nothing()
    {
        await using var world = await StatuspageWorld.StartAsync(database);
        var update = world.Say(Stage.Investigating, "We look.");

        var first = await world.DeliverAsync(update);
        var second = await world.DeliverAsync(update, attempt: 2);

        Assert.Equal(first, second);
        Assert.Equal(["We look."], world.WordsOnPage);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_lost_answer_of_a_create_adds_nothing(int nextAttempt)
    {
        await using var world = await StatuspageWorld.StartAsync(database);
        var update = world.Say(Stage.Investigating, "We look.");
        world.Fake.Inject(StatuspageFault.LostAnswer("POST"));

        Assert.IsType<DeliveryOutcome.Later>(await world.DeliverAsync(update));
        var outcome = await world.DeliverAsync(update, nextAttempt);

        Assert.Equal(new DeliveryOutcome.Delivered(world.OnlyMirror.Id), outcome);
        Assert.Equal(["We look."], world.WordsOnPage);
    }

    [Fact]
    public async Task A_lost_answer_of_a_create_is_found_even_when_the_incident_was_ended_by_hand()
    {
        await using var world = await StatuspageWorld.StartAsync(database);
        var update = world.Say(Stage.Investigating, "We look.");
        world.Fake.Inject(StatuspageFault.LostAnswer("POST"));
        await world.DeliverAsync(update);
        world.OnlyMirror.Status = "resolved";

        Assert.IsType<DeliveryOutcome.Delivered>(await world.DeliverAsync(update, attempt: 2));

        Assert.Equal(["We look."], world.WordsOnPage);
    }

    [Fact]
    public async Task A_lost_answer_of_a_create_is_found_behind_a_hundred_other_incidents()
    {
        await using var world = await StatuspageWorld.StartAsync(database);
        var update = world.Say(Stage.Investigating, "We look.");
        world.Fake.Inject(StatuspageFault.LostAnswer("POST"));
        await world.DeliverAsync(update);
        for (var i = 0; i < 150; i++)
            world.Page.AddByHand($"Other {i}");

        Assert.IsType<DeliveryOutcome.Delivered>(await world.DeliverAsync(update, attempt: 2));

        Assert.Equal(["We look."], world.WordsOnPage);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_lost_answer_of_a_patch_adds_nothing(int nextAttempt)
    {
        await using var world = await StatuspageWorld.StartAsync(database);
        await world.DeliverAsync(world.Say(Stage.Investigating, "We look."));
        var update = world.Say(Stage.Identified, "We know.");
        world.Fake.Inject(StatuspageFault.LostAnswer("PATCH"));

        Assert.IsType<DeliveryOutcome.Later>(await world.DeliverAsync(update));
        var outcome = await world.DeliverAsync(update, nextAttempt);

        Assert.Equal(new DeliveryOutcome.Delivered(world.OnlyMirror.Id), outcome);
        Assert.Equal(["We look.", "We know."], world.WordsOnPage);
    }

    [Theory]
    [InlineData("POST")]
    [InlineData("PATCH")]
    public async Task A_lost_question_is_asked_again(string method)
    {
        await using var world = await StatuspageWorld.StartAsync(database);
        if (method == "PATCH")
            await world.DeliverAsync(world.Say(Stage.Investigating, "We look."));
        var update = world.Say(Stage.Identified, "We know.");
        world.Fake.Inject(StatuspageFault.LostQuestion(method));

        Assert.IsType<DeliveryOutcome.Later>(await world.DeliverAsync(update));
        Assert.IsType<DeliveryOutcome.Delivered>(await world.DeliverAsync(update, attempt: 2));

        Assert.Equal("We know.", Assert.Single(world.WordsOnPage, words => words == "We know."));
    }

    [Theory]
    [InlineData("POST")]
    [InlineData("PATCH")]
    public async Task A_process_that_dies_between_the_call_and_the_record_adds_nothing(string method)
    {
        await using var world = await StatuspageWorld.StartAsync(database);
        if (method == "PATCH")
            await world.DeliverAsync(world.Say(Stage.Investigating, "We look."));
        var update = world.Say(Stage.Identified, "We know.");
        using var death = new CancellationTokenSource();
        world.Fake.BeforeAnswer = request => request.Method == method ? death.CancelAsync() : Task.CompletedTask;

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => world.DeliverUntilAsync(update, death.Token));
        Assert.Equal("We know.", world.WordsOnPage.Last());
        world.Fake.BeforeAnswer = null;
        Assert.IsType<DeliveryOutcome.Delivered>(await world.DeliverAsync(update, attempt: 2));

        Assert.Equal("We know.", Assert.Single(world.WordsOnPage, words => words == "We know."));
    }

    [Fact]
    public async Task A_record_that_fails_adds_nothing()
    {
        await using var world = await StatuspageWorld.StartAsync(database);
        var update = world.Say(Stage.Investigating, "We look.");
        world.Fake.BeforeAnswer = request => request.Method == "POST" ? RunAsync(world, "alter table statuspage_mirrors rename to elsewhere") : Task.CompletedTask;

        await Assert.ThrowsAsync<DbUpdateException>(() => world.DeliverAsync(update));
        await RunAsync(world, "alter table elsewhere rename to statuspage_mirrors");
        Assert.IsType<DeliveryOutcome.Delivered>(await world.DeliverAsync(update, attempt: 2));

        Assert.Equal(["We look."], world.WordsOnPage);
    }

    [Fact]
    public async Task A_lost_mirror_row_is_found_again_on_the_page()
    {
        await using var world = await StatuspageWorld.StartAsync(database);
        await world.DeliverAsync(world.Say(Stage.Investigating, "We look."));
        await world.WithDatabaseAsync(context => context.Set<StatuspageMirror>().ExecuteDeleteAsync());

        await world.DeliverAsync(world.Say(Stage.Identified, "We know."));

        Assert.Equal(["We look.", "We know."], world.WordsOnPage);
    }

    [Fact]
    public async Task Updates_that_queued_up_while_the_page_was_away_go_out_as_the_newest_once()
    {
        await using var world = await StatuspageWorld.StartAsync(database);
        await world.DeliverAsync(world.Say(Stage.Investigating, "We look."));
        PublicUpdate[] queued = [world.Say(Stage.Identified, "We know."), world.Say(Stage.Monitoring, "We watch."), world.Say(Stage.Resolved, "Over.")];
        var before = world.Fake.Requests.Count;

        var outcomes = new List<DeliveryOutcome>();
        foreach (var update in queued)
            outcomes.Add(await world.DeliverAsync(update));

        Assert.Equal(["We look.", "Over."], world.WordsOnPage);
        Assert.Equal("resolved", world.OnlyMirror.Status);
        Assert.Equal(1, world.Fake.Requests.Count - before);
        Assert.IsType<DeliveryOutcome.Suppressed>(outcomes[0]);
        Assert.IsType<DeliveryOutcome.Suppressed>(outcomes[1]);
        Assert.IsType<DeliveryOutcome.Delivered>(outcomes[2]);
    }

    [Fact]
    public async Task An_incident_of_the_same_number_at_another_site_is_not_taken_for_ours()
    {
        await using var world = await StatuspageWorld.StartAsync(database);
        var other = world.Page.AddByHand("Theirs");
        other.Metadata = new() { ["jira"] = new System.Text.Json.Nodes.JsonObject { ["issueId"] = "10042", ["site"] = Guid.NewGuid().ToString() } };

        await world.DeliverAsync(world.Say(Stage.Investigating, "We look."), attempt: 2);

        Assert.Equal(2, world.Page.Incidents.Count);
        Assert.Empty(other.Updates);
    }

    private static Task<int> RunAsync(StatuspageWorld world, string sql) => world.WithDatabaseAsync(context => context.Database.ExecuteSqlRawAsync(sql));
}
