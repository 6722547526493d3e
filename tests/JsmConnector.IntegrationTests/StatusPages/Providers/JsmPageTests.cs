using JsmConnector.Deliveries;
using JsmConnector.Incidents;
using JsmConnector.Installations.Settings;
using JsmConnector.IntegrationTests.Database;
using JsmConnector.IntegrationTests.StatusPages.Providers.Statuspage;
using JsmConnector.IntegrationTests.Vendors;

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
        Assert.All(await _app.RowsAsync<Delivery>(), delivery => Assert.Equal(DeliveryState.Delivered, delivery.State));
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
        var failed = Assert.Single(await _app.RowsAsync<Delivery>(), delivery => delivery.State == DeliveryState.Failed);
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
