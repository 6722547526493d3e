using System.Net;
using System.Text.RegularExpressions;
using JsmConnector.Deliveries;
using JsmConnector.IntegrationTests.Screens;
using JsmConnector.Platform.Database;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace JsmConnector.IntegrationTests.Administration;

public sealed partial class AdministrationTests : IClassFixture<ScreensApp>
{
    private const string Administrator = "5b10ac8d82e05b22cc7d4ef5";
    private readonly ScreensApp _app;

    public AdministrationTests(ScreensApp app)
    {
        _app = app;
        app.Jira.Administrators.Add(Administrator);
    }

    [Theory]
    [InlineData("5b10ac8d82e05b22cc7d4eff")]
    [InlineData("qm:0f0e0d0c:0a0b0c0d")]
    [InlineData(null)]
    public async Task Only_Jira_administrators_see_it(string? account) =>
        Assert.Equal(HttpStatusCode.Forbidden, (await _app.GetAsync("/admin", account)).StatusCode);

    [Fact]
    public async Task A_dead_delivery_can_be_sent_again()
    {
        var dead = await DeadAsync();

        var html = await (await DecideAsync(dead, "replay")).Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        Assert.Contains("The message is queued", html, StringComparison.Ordinal);
        var row = await FindAsync(_app.Site, dead.Id);
        Assert.Equal((DeliveryState.Queued, 1), (row.State, row.Attempts));
        Assert.True(row.DueAt <= Rows.Now);
    }

    [Fact]
    public async Task A_dead_delivery_can_be_skipped_and_its_reason_stays()
    {
        var dead = await DeadAsync();

        await DecideAsync(dead, "skip");

        var row = await FindAsync(_app.Site, dead.Id);
        Assert.Equal(DeliveryState.Suppressed, row.State);
        Assert.Equal("Skipped by an administrator. The key is wrong.", row.Reason);
    }

    [Fact]
    public async Task A_second_press_changes_nothing()
    {
        var dead = await DeadAsync();
        await DecideAsync(dead, "skip");

        var html = await (await DecideAsync(dead, "replay")).Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        Assert.Contains("decided about this message already", html, StringComparison.Ordinal);
        Assert.Equal(DeliveryState.Suppressed, (await FindAsync(_app.Site, dead.Id)).State);
    }

    [Fact]
    public async Task Another_sites_delivery_cannot_be_touched()
    {
        var incident = Rows.Incident(_app.OtherSite);
        var dead = Rows.Delivery(incident, DeliveryState.Failed);
        await _app.AddAsync(_app.OtherSite, incident, dead);

        await DecideAsync(dead, "replay");

        Assert.Equal(DeliveryState.Failed, (await FindAsync(_app.OtherSite, dead.Id)).State);
    }

    [Theory]
    [InlineData("")]
    [InlineData("no-token")]
    public async Task A_button_without_our_token_does_nothing(string session)
    {
        var dead = await DeadAsync();

        var response = await _app.PostAsync("/admin", new() { ["session"] = session, ["delivery"] = dead.Id.Value.ToString(), ["decision"] = "skip" });

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Equal(DeliveryState.Failed, (await FindAsync(_app.Site, dead.Id)).State);
    }

    private async Task<Delivery> DeadAsync()
    {
        var incident = Rows.Incident(_app.Site);
        var dead = Rows.Delivery(incident, DeliveryState.Failed, "The key is wrong.");
        await _app.AddAsync(_app.Site, incident, dead);
        return dead;
    }

    private async Task<HttpResponseMessage> DecideAsync(Delivery delivery, string decision)
    {
        // A page with at least one button carries the token.
        await DeadAsync();
        var html = await (await _app.GetAsync("/admin", Administrator)).Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        var session = Session().Match(html).Groups["token"].Value;
        return await _app.PostAsync("/admin", new() { ["session"] = session, ["delivery"] = delivery.Id.Value.ToString(), ["decision"] = decision });
    }

    private Task<Delivery> FindAsync(InstallationId site, DeliveryId id) => _app.InAsync(site, services =>
        services.GetRequiredService<JsmConnectorContext>().Set<Delivery>().AsNoTracking().SingleAsync(d => d.Id == id, TestContext.Current.CancellationToken));

    [GeneratedRegex("name=\"session\" value=\"(?<token>[^\"]+)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Session();
}
