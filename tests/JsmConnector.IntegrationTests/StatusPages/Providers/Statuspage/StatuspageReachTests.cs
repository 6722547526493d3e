using JsmConnector.Incidents;
using JsmConnector.Installations.Settings;
using JsmConnector.IntegrationTests.Database;
using JsmConnector.IntegrationTests.Vendors;
using JsmConnector.Maintenances;
using JsmConnector.Platform.Database;
using JsmConnector.StatusPages.Providers.Statuspage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace JsmConnector.IntegrationTests.StatusPages.Providers.Statuspage;

/// <summary>What else of a site reaches a Statuspage page: planned work, and components that are known by their names.</summary>
public sealed class StatuspageReachTests(PostgresServer server)
{
    [Fact]
    public async Task Planned_work_is_mirrored_from_its_announcement_to_its_end_and_moves_components_only_while_it_runs()
    {
        await using var app = await StatuspageApp.StartAsync(server);
        var page = app.Fake.AddPage("gytm4qzbx9t6", "remoteemail");
        await app.SaveAsync(app.Page(page.Id, new() { ["Email"] = "remoteemail" }));
        app.Fake.Inject(StatuspageFault.LostAnswer("POST"));
        var from = TimeProvider.System.GetUtcNow().AddHours(2);

        var id = await PlanAsync(app, new MaintenanceWish { Words = "We upgrade.", Components = ["Email"], ScheduledFor = from, ScheduledUntil = from.AddHours(1) });
        await app.DrainAsync();
        var mirror = Assert.Single(page.Incidents);
        Assert.Equal(("scheduled", "maintenance", "operational"), (mirror.Status, mirror.ImpactOverride, page.Components["remoteemail"]));
        Assert.NotNull(mirror.Window);

        await MoveAsync(app, id, new MaintenanceWish { Stage = MaintenanceStage.InProgress, Words = "We began." });
        await app.DrainAsync();
        Assert.Equal(("in_progress", "under_maintenance"), (mirror.Status, page.Components["remoteemail"]));
        await MoveAsync(app, id, new MaintenanceWish { Stage = MaintenanceStage.Completed, Words = "Done." });
        await app.DrainAsync();

        Assert.Equal(("completed", "operational"), (mirror.Status, page.Components["remoteemail"]));
        Assert.Equal(["We upgrade.", "We began.", "Done."], Assert.Single(page.Incidents).Updates.Select(update => update.Body));
    }

    [Fact]
    public async Task Components_are_found_by_name_made_on_request_once_and_known_by_id_from_then_on()
    {
        await using var app = await StatuspageApp.StartAsync(server);
        var page = app.Fake.AddPage("gytm4qzbx9t6", "remoteemail");
        page.Name("remoteemail", "E-MAIL ");
        await app.SaveAsync(app.Page(page.Id, []) with { ComponentsByName = StatusPageSettings.Make });
        var incident = await app.AddIncidentAsync("e-mail", "Chat");
        app.Fake.Inject(StatuspageFault.LostAnswer("POST"));

        await app.SayAsync(incident.Id, "We look.", Stage.Investigating);
        await app.DrainAsync();
        Assert.Equal(["Chat", "E-MAIL "], page.Names.Values.Order(StringComparer.Ordinal));
        Assert.Equal(["partial_outage", "partial_outage"], page.Components.Values);

        page.Name("remoteemail", "Something else");
        var lists = app.Fake.Requests.Count(request => request.Path.EndsWith("/components", StringComparison.Ordinal) && request.Method == "GET");
        await app.SayAsync(incident.Id, "Over.", Stage.Resolved);
        await app.DrainAsync();
        Assert.Equal(["operational", "operational"], page.Components.Values);
        Assert.Equal(lists, app.Fake.Requests.Count(request => request.Path.EndsWith("/components", StringComparison.Ordinal) && request.Method == "GET"));
    }

    [Fact]
    public async Task Components_that_are_made_stand_in_their_groups_and_one_that_a_person_placed_stays()
    {
        await using var app = await StatuspageApp.StartAsync(server);
        var page = app.Fake.AddPage("gytm4qzbx9t6", "remoteemail", "remotechat");
        page.Name("remoteemail", "Email");
        page.Name("remotechat", "Chat");
        page.Groups["By hand"] = ["remotechat"];
        PageGroupSettings[] groups = [new() { Name = "Mail", Components = ["Email", "Calendar"], Groups = [new() { Name = "Lists", Components = ["Digest"] }] }, new() { Name = "Talk", Components = ["Chat"] }];
        await app.SaveAsync(app.Page(page.Id, []) with { ComponentsByName = StatusPageSettings.Make, Page = new PageSettings { Groups = groups } });
        var incident = await app.AddIncidentAsync("Email", "Calendar", "Digest", "Chat", "Loose");
        app.Fake.Inject(StatuspageFault.LostAnswer("POST"));
        app.Fake.Inject(StatuspageFault.LostAnswer("POST"));

        await app.SayAsync(incident.Id, "We look.", Stage.Investigating);
        await app.DrainAsync();

        string Named(string id) => page.Names.GetValueOrDefault(id, id);
        Assert.Equal(["By hand: Chat", "Mail - Lists: Digest", "Mail: Calendar, Email"], page.Groups.Select(group => $"{group.Key}: {string.Join(", ", group.Value.Select(Named).Order(StringComparer.Ordinal))}").Order(StringComparer.Ordinal));
        Assert.Equal(5, page.Components.Count);
        Assert.Single(page.Incidents);
    }

    [Fact]
    public async Task Find_makes_nothing()
    {
        await using var app = await StatuspageApp.StartAsync(server);
        var page = app.Fake.AddPage("gytm4qzbx9t6", "remoteemail");
        await app.SaveAsync(app.Page(page.Id, []) with { ComponentsByName = StatusPageSettings.Find });
        var incident = await app.AddIncidentAsync("Chat");

        await app.SayAsync(incident.Id, "We look.", Stage.Investigating);
        await app.DrainAsync();

        Assert.Equal("We look.", Assert.Single(Assert.Single(page.Incidents).Updates).Body);
        Assert.Single(page.Components);
    }

    [Fact]
    public async Task Two_nodes_share_the_budget_of_a_key()
    {
        await using var app = await StatuspageApp.StartAsync(server);
        var options = Microsoft.Extensions.Options.Options.Create(new StatuspageOptions { RequestsPerSecond = 20 });
        var started = System.Diagnostics.Stopwatch.GetTimestamp();

        // As many nodes as slots: none of them knows of another but by the row.
        var turns = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => app.InAsync(services =>
            new SharedSlots(services.GetRequiredService<JsmConnectorContext>(), options, TimeProvider.System).EnterAsync("one-key", TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken))));

        Assert.All(turns, turn => Assert.Null(turn));
        Assert.True(System.Diagnostics.Stopwatch.GetElapsedTime(started) >= TimeSpan.FromMilliseconds(440));
        await app.InAsync(async services =>
        {
            var slots = new SharedSlots(services.GetRequiredService<JsmConnectorContext>(), options, TimeProvider.System);
            await slots.PauseAsync("one-key", TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);
            Assert.NotNull(await slots.EnterAsync("one-key", TimeSpan.FromSeconds(5), TestContext.Current.CancellationToken));
            return true;
        });
    }

    private static Task<MaintenanceId> PlanAsync(StatuspageApp app, MaintenanceWish wish) => app.InAsync(async services =>
        Assert.IsType<MaintenanceSaid.Said>(await services.GetRequiredService<SayMaintenance>().ScheduleAsync(app.Site, wish, CancellationToken.None)).Maintenance.Id);

    private static Task<MaintenanceSaid> MoveAsync(StatuspageApp app, MaintenanceId id, MaintenanceWish wish) => app.InAsync(async services =>
    {
        var row = await services.GetRequiredService<JsmConnectorContext>().Set<Maintenance>().FirstAsync(m => m.Id == id);
        return await services.GetRequiredService<SayMaintenance>().MoveAsync(row, wish, CancellationToken.None);
    });
}
