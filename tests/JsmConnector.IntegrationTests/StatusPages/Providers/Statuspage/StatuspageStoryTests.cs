using JsmConnector.Deliveries;
using JsmConnector.Incidents;
using JsmConnector.IntegrationTests.Vendors;
using JsmConnector.StatusPages.Providers.Statuspage;
using Microsoft.EntityFrameworkCore;

namespace JsmConnector.IntegrationTests.StatusPages.Providers.Statuspage;

/// <summary>What readers of a Statuspage page see of an incident from beginning to end.</summary>
public sealed class StatuspageStoryTests(StatuspageDatabase database) : IClassFixture<StatuspageDatabase>
{
    [Fact]
    public async Task A_new_incident_appears_with_words_state_and_marker_in_one_call()
    {
        await using var world = await StatuspageWorld.StartAsync(database);
        var update = world.Say(Stage.Investigating, "We look.");

        var outcome = await world.DeliverAsync(update);

        var mirror = world.OnlyMirror;
        Assert.Equal(new DeliveryOutcome.Delivered(mirror.Id), outcome);
        Assert.Single(world.Fake.Writes);
        Assert.Equal(("Problem with Email", "investigating", "critical"), (mirror.Name, mirror.Status, mirror.ImpactOverride));
        Assert.Equal(["remoteemail"], mirror.ComponentIds);
        Assert.Equal("major_outage", world.Page.Components["remoteemail"]);
        Assert.True(Assert.Single(mirror.Updates).DeliverNotifications);
        Assert.Equal(("10042", "OPS-7", world.Site.ToString()), (Text(mirror, "issueId"), Text(mirror, "issueKey"), Text(mirror, "site")));
        Assert.Equal(update.Id.Value.ToString(), mirror.Metadata["jsmconnector"]!["update"]!.GetValue<string>());
    }

    [Fact]
    public async Task An_incident_runs_from_beginning_to_end_with_one_write_a_change()
    {
        await using var world = await StatuspageWorld.StartAsync(database);

        await world.DeliverAsync(world.Say(Stage.Investigating, "We look."));
        await world.DeliverAsync(world.Say(Stage.Identified, "We know."));
        await world.DeliverAsync(world.Say(Stage.Monitoring, "We watch."));
        world.EmailState = ComponentStatus.Operational;
        await world.DeliverAsync(world.Say(Stage.Resolved, "Over."));

        Assert.Equal(["We look.", "We know.", "We watch.", "Over."], world.WordsOnPage);
        Assert.Equal(["investigating", "identified", "monitoring", "resolved"], world.OnlyMirror.Updates.Select(update => update.Status));
        Assert.Equal("operational", world.Page.Components["remoteemail"]);
        Assert.Equal(4, world.Fake.Writes.Count());
        // One look before the first write, none after: the budget of the key is small.
        Assert.Equal(5, world.Fake.Requests.Count);
    }

    [Fact]
    public async Task A_component_recovers_only_when_the_last_incident_lets_go()
    {
        await using var world = await StatuspageWorld.StartAsync(database);
        await world.DeliverAsync(world.Say(Stage.Investigating, "We look."));

        world.EmailState = ComponentStatus.DegradedPerformance;
        await world.DeliverAsync(world.Say(Stage.Resolved, "Over."));

        Assert.Equal("degraded_performance", world.Page.Components["remoteemail"]);
        Assert.Equal("operational", world.Page.Components["remotewiki"]);
    }

    [Fact]
    public async Task A_reopened_incident_goes_on_in_its_first_mirror()
    {
        await using var world = await StatuspageWorld.StartAsync(database);
        await world.DeliverAsync(world.Say(Stage.Investigating, "We look."));
        await world.DeliverAsync(world.Say(Stage.Resolved, "Over."));

        await world.DeliverAsync(world.Say(Stage.Investigating, "Again."));

        Assert.Equal("investigating", world.OnlyMirror.Status);
        Assert.Equal(["We look.", "Over.", "Again."], world.WordsOnPage);
    }

    [Fact]
    public async Task A_withdrawn_incident_ends_with_the_words_of_the_withdrawal()
    {
        await using var world = await StatuspageWorld.StartAsync(database);
        await world.DeliverAsync(world.Say(Stage.Investigating, "We look."));

        await world.DeliverAsync(world.Say(Stage.Withdrawn, "We withdraw this."));

        Assert.Equal("resolved", world.OnlyMirror.Status);
        Assert.Equal("We withdraw this.", world.WordsOnPage.Last());
    }

    [Fact]
    public async Task An_incident_withdrawn_before_it_was_mirrored_never_appears()
    {
        await using var world = await StatuspageWorld.StartAsync(database);
        var first = world.Say(Stage.Investigating, "We look.");
        var second = world.Say(Stage.Withdrawn, "We withdraw this.");

        Assert.IsType<DeliveryOutcome.Suppressed>(await world.DeliverAsync(first));
        Assert.IsType<DeliveryOutcome.Suppressed>(await world.DeliverAsync(second));

        Assert.Empty(world.Page.Incidents);
    }

    [Fact]
    public async Task A_destination_that_is_pointed_at_another_page_starts_there_anew()
    {
        await using var world = await StatuspageWorld.StartAsync(database);
        await world.DeliverAsync(world.Say(Stage.Investigating, "We look."));

        world.UsePage("otherpage", "remoteemail");
        await world.DeliverAsync(world.Say(Stage.Identified, "We know."));

        Assert.Equal(["We know."], world.WordsOnPage);
        Assert.Equal(2, await world.WithDatabaseAsync(context => context.Set<StatuspageMirror>().CountAsync()));
    }

    [Fact]
    public async Task Every_request_follows_the_api_document()
    {
        if (StatuspageDocument.Load() is not { } document)
            return;
        await using var world = await StatuspageWorld.StartAsync(database);
        await world.DeliverAsync(world.Say(Stage.Investigating, "We look."));
        await world.DeliverAsync(world.Say(Stage.Identified, "We know."), attempt: 2);
        await world.DeliverAsync(world.Say(Stage.Resolved, "Over."));
        world.UsePage("otherpage", "remoteemail");
        await world.DeliverAsync(world.Say(Stage.Investigating, "Again."), attempt: 2);

        Assert.Equal(["GET", "POST", "GET", "PATCH", "PATCH", "GET", "GET", "POST"], world.Fake.Requests.Select(request => request.Method));
        Assert.All(world.Fake.Requests, request => Assert.Empty(document.Mistakes(request)));
    }

    [Theory]
    [InlineData("POST", "/v1/pages/p/incidents", "", """{"incident":{"status":"investigating"}}""")]
    [InlineData("PATCH", "/v1/pages/p/incidents/i", "", """{"incident":{"status":"open"}}""")]
    [InlineData("PATCH", "/v1/pages/p/incidents/i", "", """{"incident":{"components":{"c":"down"}}}""")]
    [InlineData("PATCH", "/v1/pages/p/incidents/i", "", """{"incident":{"titel":"x"}}""")]
    [InlineData("PATCH", "/v1/pages/p/incidents/i", "", """{"incident":{"deliver_notifications":"yes"}}""")]
    [InlineData("GET", "/v1/pages/p/incidents", "?per_page=5", "")]
    [InlineData("POST", "/v1/pages/p/incidents/i/updates", "", "{}")]
    public void A_request_against_the_document_is_noticed(string method, string path, string query, string body)
    {
        if (StatuspageDocument.Load() is { } document)
            Assert.NotEmpty(document.Mistakes(new FakeStatuspageRequest(method, path, query, body, 0)));
    }

    private static string Text(FakeStatuspageIncident mirror, string name) => mirror.Metadata["jira"]![name]!.GetValue<string>();
}
