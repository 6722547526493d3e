using JsmConnector.Deliveries;
using JsmConnector.Incidents;
using JsmConnector.IntegrationTests.Database;
using JsmConnector.IntegrationTests.Vendors;

namespace JsmConnector.IntegrationTests.StatusPages.Providers.Statuspage;

/// <summary>
/// Five hundred changes to a vendor on a bad day: one answer in ten is lost after the call was carried out, one in twenty is refused as too fast, some
/// are errors. At the end the page holds what was said, once each, in order, and every component in its state.
/// </summary>
public sealed class StatuspageStormTests(PostgresServer server)
{
    private const int Changes = 500;
    private static readonly string[] Components = ["Email", "Calendar", "Chat", "Video", "Files", "Website"];
    private static readonly ComponentStatus[] States = [ComponentStatus.Operational, ComponentStatus.DegradedPerformance, ComponentStatus.PartialOutage, ComponentStatus.MajorOutage];

    [Theory]
    [InlineData(20261126)]
    public async Task Five_hundred_changes_through_lost_answers_and_rate_limits_end_in_exactly_the_right_state(int seed)
    {
        await using var app = await StatuspageApp.StartAsync(server);
        var page = app.Fake.AddPage("gytm4qzbx9t6", [.. Components.Select(Remote)]);
        await app.SaveAsync(app.Page(page.Id, Components.ToDictionary(name => name, Remote)));
        var (luck, story) = (new Random(seed), new Story());
        app.Fake.Weather = _ => Weather(luck);

        for (var change = 0; change < Changes; change++)
        {
            await story.GoOnAsync(app, luck, change);
            // Now and then words queue up: then the newest of each incident is what readers get.
            if (luck.Next(5) > 0)
                await DrainAsync(app, story);
        }
        await DrainAsync(app, story);

        Assert.All(await app.RowsAsync<Delivery>(), delivery => Assert.True(delivery.State is DeliveryState.Delivered or DeliveryState.Suppressed, $"{delivery.State}: {delivery.Reason}"));
        Assert.Equal(story.Incidents.Count, page.Incidents.Count);
        foreach (var told in story.Incidents)
        {
            var mirror = Assert.Single(page.Incidents, incident => incident.Metadata["jira"]!["issueId"]!.GetValue<string>() == told.IssueId);
            Assert.Equal(told.Seen, mirror.Updates.Select(update => update.Body));
            Assert.Equal(told.Stage.Name(), mirror.Status);
        }
        Assert.Equal(Components.ToDictionary(Remote, name => story.StateOf(name).Name()), page.Components.ToDictionary());
    }

    private static async Task DrainAsync(StatuspageApp app, Story story)
    {
        await app.DrainAsync();
        story.Incidents.ForEach(incident => incident.Deliver());
    }

    private static string Remote(string name) => $"remote{name.ToLowerInvariant()}";

    private static StatuspageFault? Weather(Random luck) => luck.Next(100) switch
    {
        < 10 => StatuspageFault.LostAnswer(),
        < 13 => StatuspageFault.TooFast(420, 0),
        < 16 => StatuspageFault.TooFast(429, 0),
        < 18 => StatuspageFault.Answer(503),
        < 20 => StatuspageFault.LostQuestion(),
        _ => null,
    };

    /// <summary>What was said, kept beside the app: the judge of what the page must hold.</summary>
    private sealed class Story
    {
        public List<Told> Incidents { get; } = [];

        public ComponentStatus StateOf(string name) => Incidents.Where(incident => incident.Stage.IsOpen()).Select(incident => incident.States.GetValueOrDefault(name))
            .Aggregate(ComponentStatus.Operational, ComponentStatuses.Worse);

        public async Task GoOnAsync(StatuspageApp app, Random luck, int change)
        {
            var told = Incidents.Count < 8 || (Incidents.Count < 60 && luck.Next(12) == 0) ? await BeginAsync(app, luck) : Incidents[luck.Next(Incidents.Count)];
            told.Stage = luck.Next(6) == 0 ? Stage.Resolved : (Stage)luck.Next(3);
            var spoken = told.Ids.ToDictionary(pair => pair.Value, _ => States[luck.Next(States.Length)]);
            foreach (var (name, id) in told.Ids)
                told.States[name] = told.Stage.IsOpen() ? spoken[id] : ComponentStatus.Operational;
            told.Newest = $"Change {change}";
            Assert.IsType<Spoken.Said>(await app.SayAsync(told.Id, told.Newest, told.Stage, spoken));
        }

        private async Task<Told> BeginAsync(StatuspageApp app, Random luck)
        {
            var names = Components.OrderBy(_ => luck.Next()).Take(luck.Next(1, 4)).ToArray();
            var incident = await app.AddIncidentAsync(names);
            var told = new Told(incident.Id, incident.IssueId, incident.Components.ToDictionary(link => link.Name, link => link.ComponentId.Public()));
            Incidents.Add(told);
            return told;
        }
    }

    private sealed record Told(IncidentId Id, string IssueId, IReadOnlyDictionary<string, string> Ids)
    {
        public Stage Stage { get; set; }
        public string? Newest { get; set; }
        public Dictionary<string, ComponentStatus> States { get; } = [];
        public List<string> Seen { get; } = [];

        public void Deliver()
        {
            if (Newest is not null && Seen.LastOrDefault() != Newest)
                Seen.Add(Newest);
        }
    }
}
