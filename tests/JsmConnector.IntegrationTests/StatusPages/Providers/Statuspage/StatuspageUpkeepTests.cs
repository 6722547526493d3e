using JsmConnector.Incidents;
using JsmConnector.Installations.Settings;
using JsmConnector.IntegrationTests.Database;
using JsmConnector.Maintenances;
using JsmConnector.Platform.Database;
using JsmConnector.StatusPages;
using JsmConnector.StatusPages.Providers.Statuspage;
using JsmConnector.StatusPages.Upkeep;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace JsmConnector.IntegrationTests.StatusPages.Providers.Statuspage;

/// <summary>People edit the page in Statuspage's own screens: that is found, respected, shown and, on request, brought back.</summary>
public sealed class StatuspageUpkeepTests(PostgresServer server)
{
    [Fact]
    public async Task A_persons_edit_is_found_left_alone_by_the_next_update_and_ends_with_the_repair()
    {
        await using var app = await StatuspageApp.StartAsync(server);
        var (page, incident) = await BeginAsync(app);
        Assert.Empty(await DriftAsync(app));

        page.Move("remoteemail", "degraded_performance");
        var drift = Assert.Single(await DriftAsync(app));
        Assert.Equal(("component:remoteemail", "partial_outage", "degraded_performance", true), (drift.Subject, drift.Ours, drift.Theirs, drift.ByHand));
        await app.SayAsync(incident.Id, "We know.", Stage.Identified);
        await app.DrainAsync();
        Assert.Equal(("degraded_performance", "identified"), (page.Components["remoteemail"], page.Incidents.Single().Status));

        Assert.Null(await RepairAsync(app, drift.Subject));
        Assert.Empty(await DriftAsync(app));
        Assert.Equal("partial_outage", page.Components["remoteemail"]);
        await app.SayAsync(incident.Id, "Over.", Stage.Resolved);
        await app.DrainAsync();
        Assert.Equal("operational", page.Components["remoteemail"]);
    }

    [Fact]
    public async Task An_incident_that_was_ended_or_deleted_there_is_shown_and_what_agrees_again_is_gone()
    {
        await using var app = await StatuspageApp.StartAsync(server);
        var (page, _) = await BeginAsync(app);
        page.Incidents.Single().Status = "resolved";
        var ended = Assert.Single(await DriftAsync(app));
        Assert.Equal(("stage", "investigating", "resolved"), (ended.What, ended.Ours, ended.Theirs));
        var words = page.Incidents.Single().Updates.Count;
        Assert.Null(await RepairAsync(app, ended.Subject));
        Assert.Equal(("investigating", words + 1), (page.Incidents.Single().Status, page.Incidents.Single().Updates.Count));
        Assert.False(page.Incidents.Single().Updates[^1].DeliverNotifications);
        Assert.Empty(await DriftAsync(app));

        page.Delete(page.Incidents.Single());
        Assert.Equal("deleted", Assert.Single(await DriftAsync(app)).Theirs);
    }

    [Fact]
    public async Task An_incident_that_goes_on_for_days_without_a_word_is_compared_still()
    {
        await using var app = await StatuspageApp.StartAsync(server);
        var (page, _) = await BeginAsync(app);
        await app.InAsync(services => services.GetRequiredService<JsmConnectorContext>().Set<StatuspageMirror>().ExecuteUpdateAsync(set => set.SetProperty(mirror => mirror.AppliedAt, mirror => mirror.AppliedAt!.Value.AddDays(-4))));

        page.Incidents.Single().Status = "resolved";

        Assert.Equal(("stage", "resolved"), (Assert.Single(await DriftAsync(app)).What, Assert.Single(await DriftAsync(app)).Theirs));
    }

    [Fact]
    public async Task Maintenance_that_was_moved_there_is_shown_and_brought_back()
    {
        await using var app = await StatuspageApp.StartAsync(server);
        var page = app.Fake.AddPage("gytm4qzbx9t6", "remoteemail");
        await app.SaveAsync(app.Page(page.Id, new() { ["Email"] = "remoteemail" }));
        var now = TimeProvider.System.GetUtcNow();
        var wish = new MaintenanceWish { Title = "Upgrade", Words = "We upgrade.", ScheduledFor = now.AddHours(2), ScheduledUntil = now.AddHours(3), Components = ["Email"] };
        await app.InAsync(services => services.GetRequiredService<SayMaintenance>().ScheduleAsync(app.Site, wish, CancellationToken.None));
        await app.DrainAsync();
        Assert.Empty(await DriftAsync(app));

        page.Incidents.Single().Status = "in_progress";
        var drift = Assert.Single(await DriftAsync(app));

        Assert.Equal(("stage", "Upgrade", "scheduled", "in_progress"), (drift.What, drift.Name, drift.Ours, drift.Theirs));
        Assert.Null(await RepairAsync(app, drift.Subject));
        Assert.Equal("scheduled", page.Incidents.Single().Status);
    }

    [Fact]
    public async Task A_component_that_somebody_put_into_another_group_is_shown_and_put_back_on_request()
    {
        await using var app = await StatuspageApp.StartAsync(server);
        var page = app.Fake.AddPage("gytm4qzbx9t6");
        await app.SaveAsync(app.Page(page.Id, []) with { ComponentsByName = StatusPageSettings.Make, Page = new PageSettings { Groups = [new PageGroupSettings { Name = "Mail", Components = ["Email"] }] } });
        await app.SayAsync((await app.AddIncidentAsync("Email")).Id, "We look.", Stage.Investigating);
        await app.DrainAsync();
        var component = Assert.Single(page.Groups["Mail"]);
        Assert.Empty(await DriftAsync(app));

        page.Groups["Mail"].Clear();
        page.Groups["Elsewhere"] = [component];
        var drift = Assert.Single(await DriftAsync(app));

        Assert.Equal(("group", "Email", "Mail", "Elsewhere", true), (drift.What, drift.Name, drift.Ours, drift.Theirs, drift.ByHand));
        Assert.Null(await RepairAsync(app, drift.Subject));
        Assert.Equal([component], page.Groups["Mail"]);
        Assert.Empty(await DriftAsync(app));
    }

    [Fact]
    public async Task While_something_is_on_its_way_nothing_is_called_a_difference()
    {
        await using var app = await StatuspageApp.StartAsync(server);
        var (_, incident) = await BeginAsync(app);
        await app.SayAsync(incident.Id, "Over.", Stage.Resolved);

        Assert.Empty(await DriftAsync(app));
    }

    [Fact]
    public async Task An_incident_begun_there_by_hand_is_taken_over_and_goes_on_in_the_same_place()
    {
        await using var app = await StatuspageApp.StartAsync(server);
        var page = app.Fake.AddPage("gytm4qzbx9t6", "remoteemail");
        await app.SaveAsync(app.Page(page.Id, new() { ["Email"] = "remoteemail" }));
        var theirs = page.AddByHand("Mail is slow");
        var incident = await app.AddIncidentAsync("Email");

        var (foreign, failure) = await app.InAsync(async services => await (await UpkeepAsync(services, app)).Upkeep.ListForeignAsync((await UpkeepAsync(services, app)).Page, CancellationToken.None));
        Assert.Equal((null, theirs.Id, "Mail is slow"), (failure, foreign.Single().Id, foreign.Single().Name));
        Assert.Null(await app.InAsync(async services => await (await UpkeepAsync(services, app)).Upkeep.AdoptAsync(app.Site, (await UpkeepAsync(services, app)).Page, theirs.Id, incident.Id, CancellationToken.None)));
        await app.SayAsync(incident.Id, "We look.", Stage.Investigating);
        await app.DrainAsync();

        Assert.Equal(("We look.", "partial_outage"), (Assert.Single(Assert.Single(page.Incidents).Updates).Body, page.Components["remoteemail"]));
    }

    private static async Task<(Vendors.FakeStatuspagePage Page, Incident Incident)> BeginAsync(StatuspageApp app)
    {
        var page = app.Fake.AddPage("gytm4qzbx9t6", "remoteemail", "remotewiki");
        await app.SaveAsync(app.Page(page.Id, new() { ["Email"] = "remoteemail", ["Wiki"] = "remotewiki" }));
        var incident = await app.AddIncidentAsync("Email");
        await app.SayAsync(incident.Id, "We look.", Stage.Investigating);
        await app.DrainAsync();
        return (page, incident);
    }

    private static async Task<List<PageDrift>> DriftAsync(StatuspageApp app)
    {
        await app.App.Services.GetRequiredService<WatchDrift>().RunAsync(app.Site, TestContext.Current.CancellationToken);
        return await app.RowsAsync<PageDrift>();
    }

    private static Task<string?> RepairAsync(StatuspageApp app, string subject) => app.InAsync(async services =>
    {
        var (upkeep, page) = await UpkeepAsync(services, app);
        return await upkeep.RepairAsync(app.Site, page, subject, await services.GetRequiredService<ComponentStateQuery>().AllAsync(CancellationToken.None), CancellationToken.None);
    });

    private static async Task<(IPageUpkeep Upkeep, JsmConnector.Installations.Settings.StatusPageSettings Page)> UpkeepAsync(IServiceProvider services, StatuspageApp app) =>
        (await services.GetRequiredService<UpkeepOfPage>().FindAsync(app.Site, "sp", CancellationToken.None))!.Value;
}
