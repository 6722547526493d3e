using JsmConnector.Deliveries;
using JsmConnector.Incidents;
using JsmConnector.Installations.Settings;
using JsmConnector.IntegrationTests.Database;
using JsmConnector.IntegrationTests.StatusPages.Providers.Statuspage;
using JsmConnector.IntegrationTests.Vendors;
using JsmConnector.Maintenances;
using JsmConnector.Platform.Database;
using JsmConnector.StatusPages;
using JsmConnector.StatusPages.Upkeep;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace JsmConnector.IntegrationTests.StatusPages.Providers;

/// <summary>The status page of Jira Service Management, from the settings to the page; what holds for every provider is in ProviderContractTests.</summary>
public sealed class JsmPageTests(PostgresServer server) : IAsyncLifetime
{
    private StatuspageApp _app = null!;
    private FakeJsmPage _there = null!;

    public async ValueTask InitializeAsync()
    {
        (_app, _there) = (await StatuspageApp.StartAsync(server), await FakeJsmPage.StartAsync());
        _app.App.Configuration["Atlassian:ApiUrl"] = _there.Url;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        await _there.DisposeAsync();
    }

    [Theory]
    [InlineData(FakeJsmPage.PersonalToken, false)]
    [InlineData(FakeJsmPage.PersonalToken, true)]
    [InlineData(FakeJsmPage.BearerToken, false)]
    [InlineData(FakeJsmPage.BearerToken, true)]
    public async Task Each_kind_of_token_and_each_way_to_write_the_address_work(string token, bool shortAddress)
    {
        _there.ShortAddress = shortAddress;
        await _app.SaveAsync(Page(token));
        var incident = await _app.AddIncidentAsync("Email");

        await _app.SayAsync(incident.Id, "We look.", Stage.Investigating);
        await _app.DrainAsync();
        await _app.SayAsync(incident.Id, "Over.", Stage.Resolved);
        await _app.DrainAsync();

        var there = Assert.Single(_there.Incidents);
        Assert.Equal(("RESOLVED", incident.IssueId), (there.Status, there.ExternalId));
        Assert.Equal(["We look.", "Over."], there.Messages);
        Assert.All((await _app.RowsAsync<Delivery>()).Where(delivery => delivery.Channel != "ticket"), delivery => Assert.Equal(DeliveryState.Delivered, delivery.State));
    }

    [Fact]
    public async Task An_incident_that_stands_there_already_is_gone_on_with_and_one_deleted_there_is_not_made_again()
    {
        await _app.SaveAsync(Page(FakeJsmPage.PersonalToken));
        var incident = await _app.AddIncidentAsync("Email");
        _there.Incidents.Add(new FakeJsmPage.Incident(incident.IssueId, "Published by an agent"));

        await _app.SayAsync(incident.Id, "We look.", Stage.Investigating);
        await _app.DrainAsync();
        Assert.Equal(["We look."], Assert.Single(_there.Incidents).Messages);

        _there.Incidents.Clear();
        await _app.SayAsync(incident.Id, "We know.", Stage.Identified);
        await _app.DrainAsync();

        Assert.Empty(_there.Incidents);
        var failed = Assert.Single(await _app.RowsAsync<Delivery>(), delivery => delivery.Channel != "ticket" && delivery.State == DeliveryState.Failed);
        Assert.Contains("somebody deleted it there", failed.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Switched_off_nothing_is_called_and_the_reason_names_the_switch()
    {
        await _app.SaveAsync(Page(FakeJsmPage.PersonalToken));
        _app.App.Configuration["JsmStatusPage:Enabled"] = "false";
        ((Microsoft.Extensions.Configuration.IConfigurationRoot)_app.App.Configuration).Reload();
        var incident = await _app.AddIncidentAsync("Email");

        await _app.SayAsync(incident.Id, "We look.", Stage.Investigating);
        await _app.DrainAsync();

        Assert.Empty(_there.Incidents);
        Assert.Contains("JsmStatusPage__Enabled", Assert.Single(await _app.RowsAsync<Delivery>(), delivery => delivery.Destination == "jsm").Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Planned_work_is_shown_while_it_runs_as_an_incident_without_damage()
    {
        await _app.SaveAsync(Page(FakeJsmPage.PersonalToken));
        var now = TimeProvider.System.GetUtcNow();
        var wish = new MaintenanceWish { Title = "Upgrade", Words = "We upgrade.", ScheduledFor = now.AddHours(2), ScheduledUntil = now.AddHours(3), Components = ["Email"] };
        var planned = Assert.IsType<MaintenanceSaid.Said>(await _app.InAsync(services => services.GetRequiredService<SayMaintenance>().ScheduleAsync(_app.Site, wish, CancellationToken.None))).Maintenance;
        await _app.DrainAsync();
        Assert.Empty(_there.Incidents);

        await AdvanceAsync(planned.Id, MaintenanceStage.InProgress);
        var there = Assert.Single(_there.Incidents);
        Assert.Equal(("IDENTIFIED", "NONE", "UNDER_MAINTENANCE"), (there.Status, there.Impact, _there.Components[FakeJsmPage.Component]));

        await AdvanceAsync(planned.Id, MaintenanceStage.Completed);
        Assert.Equal(("RESOLVED", "OPERATIONAL"), (Assert.Single(_there.Incidents).Status, _there.Components[FakeJsmPage.Component]));
    }

    [Fact]
    public async Task What_people_do_there_by_hand_is_found_and_brought_back_without_a_word()
    {
        await _app.SaveAsync(Page(FakeJsmPage.PersonalToken));
        var incident = await _app.AddIncidentAsync("Email");
        await _app.SayAsync(incident.Id, "We look.", Stage.Investigating);
        await _app.DrainAsync();
        Assert.Empty(await DriftAsync());

        _there.Incidents.Single().Status = "RESOLVED";
        var drift = Assert.Single(await DriftAsync());
        Assert.Equal(("stage", "investigating", "resolved"), (drift.What, drift.Ours, drift.Theirs));
        Assert.Null(await _app.InAsync(async services =>
        {
            var (upkeep, page) = (await services.GetRequiredService<UpkeepOfPage>().FindAsync(_app.Site, "jsm", CancellationToken.None))!.Value;
            return await upkeep.RepairAsync(_app.Site, page, drift.Subject, await services.GetRequiredService<ComponentStateQuery>().AllAsync(CancellationToken.None), CancellationToken.None);
        }));
        Assert.Equal(("INVESTIGATING", 1), (_there.Incidents.Single().Status, _there.Incidents.Single().Messages.Count));
        Assert.Empty(await DriftAsync());

        _there.Incidents.Clear();
        Assert.Equal("deleted", Assert.Single(await DriftAsync()).What);
    }

    private async Task<List<PageDrift>> DriftAsync()
    {
        await _app.App.Services.GetRequiredService<WatchDrift>().RunAsync(_app.Site, TestContext.Current.CancellationToken);
        return await _app.RowsAsync<PageDrift>();
    }

    private async Task AdvanceAsync(MaintenanceId id, MaintenanceStage stage)
    {
        Assert.IsType<MaintenanceSaid.Said>(await _app.InAsync(async services => await services.GetRequiredService<SayMaintenance>().MoveAsync(
            await services.GetRequiredService<JsmConnectorContext>().Set<Maintenance>().SingleAsync(row => row.Id == id), new MaintenanceWish { Stage = stage }, CancellationToken.None)));
        await _app.DrainAsync();
    }

    private StatusPageSettings Page(string token) => new()
    {
        Id = "jsm",
        Provider = "jsm",
        PageId = _there.PageId,
        CloudId = FakeJsmPage.CloudId,
        ApiKey = token,
        Components = new Dictionary<string, string> { ["Email"] = FakeJsmPage.Component },
    };
}
