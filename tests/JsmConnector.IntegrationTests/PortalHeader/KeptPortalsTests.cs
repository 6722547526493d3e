using System.Net;
using JsmConnector.Deliveries;
using JsmConnector.Incidents;
using JsmConnector.IntegrationTests.Screens;
using JsmConnector.Platform.Database;
using JsmConnector.PortalAnnouncements;
using JsmConnector.PortalHeader;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace JsmConnector.IntegrationTests.PortalHeader;

/// <summary>Portals are shown from memory while changes are heard of, and from the database while they are not.</summary>
public sealed class KeptPortalsTests(ScreensApp app) : IClassFixture<ScreensApp>, IAsyncLifetime
{
    private readonly FollowPortals _follow = ActivatorUtilities.CreateInstance<FollowPortals>(app.Services);

    private PortalShelf Shelf => app.Services.GetRequiredService<PortalShelf>();

    public async ValueTask InitializeAsync()
    {
        await _follow.StartAsync(TestContext.Current.CancellationToken);
        await UntilAsync(() => Task.FromResult(Shelf.IsTrusted));
    }

    public async ValueTask DisposeAsync()
    {
        await _follow.StopAsync(CancellationToken.None);
        _follow.Dispose();
    }

    [Fact]
    public async Task A_view_asks_the_database_nothing_and_a_change_is_seen_on_every_node()
    {
        var incident = await AnnounceAsync("We are looking into it.");
        Assert.Contains("We are looking into it.", await ReadAsync(), StringComparison.Ordinal);

        await UnheardAsync(() => SayAsync(incident, "Nobody told of this."));
        Assert.Contains("We are looking into it.", await ReadAsync(), StringComparison.Ordinal);
        await SayAsync(incident, "We found it.");

        await UntilAsync(async () => (await ReadAsync()).Contains("We found it.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_stops_being_public_vanishes_from_memory_too()
    {
        var incident = await AnnounceAsync("Seen for a moment.");
        Assert.Contains(incident.WrittenTitle!, await ReadAsync(), StringComparison.Ordinal);

        await HideAsync(incident);

        await UntilAsync(async () => !(await ReadAsync()).Contains(incident.WrittenTitle!, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Nothing_is_shown_from_memory_while_nobody_tells_of_changes()
    {
        var incident = await AnnounceAsync("Seen for a moment.");
        Assert.Contains(incident.WrittenTitle!, await ReadAsync(), StringComparison.Ordinal);

        await _follow.StopAsync(TestContext.Current.CancellationToken);
        await UnheardAsync(() => HideAsync(incident));

        Assert.DoesNotContain(incident.WrittenTitle!, await ReadAsync(), StringComparison.Ordinal);
        // And a visitor who goes away leaves no reading behind.
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Shelf.FindAsync(app.Site, new CancellationToken(true)));
    }

    [Fact]
    public async Task What_is_kept_of_one_site_is_not_shown_on_another()
    {
        var incident = await AnnounceAsync("Ours alone.");
        Assert.Contains(incident.WrittenTitle!, await ReadAsync(), StringComparison.Ordinal);

        var (_, other) = await Shelf.FindAsync(app.OtherSite, TestContext.Current.CancellationToken);

        Assert.Empty(other.Announcements);
    }

    private async Task<Incident> AnnounceAsync(string words)
    {
        var incident = Rows.Incident(app.Site);
        await app.AddAsync(app.Site, incident, Rows.Update(incident, 1, words));
        var attempt = new DeliveryAttempt(new(Guid.NewGuid()), app.Site, incident.Id.Value, null, "portal", 1, Rows.Now);
        await app.InAsync(app.Site, services => services.GetServices<IDeliveryHandler>().Single(handler => handler.Channel == PlanAnnouncement.Channel).DeliverAsync(attempt, TestContext.Current.CancellationToken));
        await UntilAsync(async () => (await ReadAsync()).Contains(incident.WrittenTitle!, StringComparison.Ordinal));
        return incident;
    }

    private Task<int> SayAsync(Incident incident, string words) => app.InAsync(app.Site, services => services.GetRequiredService<JsmConnectorContext>().Set<PortalAnnouncement>()
        .Where(a => a.IncidentId == incident.Id).ExecuteUpdateAsync(set => set.SetProperty(a => a.Words, words), TestContext.Current.CancellationToken));

    private Task<int> HideAsync(Incident incident) => app.InAsync(app.Site, services => services.GetRequiredService<JsmConnectorContext>().Set<Incident>()
        .Where(i => i.Id == incident.Id).ExecuteUpdateAsync(set => set.SetProperty(i => i.Published, false), TestContext.Current.CancellationToken));

    /// <summary>As if the news were lost: the database tells nobody.</summary>
    private async Task UnheardAsync(Func<Task<int>> change)
    {
        await SwitchAsync("alter table portal_announcements disable trigger tell_portals; alter table incidents disable trigger tell_portals");
        Assert.Equal(1, await change());
        await SwitchAsync("alter table portal_announcements enable trigger tell_portals; alter table incidents enable trigger tell_portals");

        async Task SwitchAsync(string sql)
        {
            await using var command = app.Services.GetRequiredService<Npgsql.NpgsqlDataSource>().CreateCommand(sql);
            await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }
    }

    private static async Task UntilAsync(Func<Task<bool>> condition)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (!await condition())
        {
            // Well before memory would be read anew by its age alone.
            Assert.True(TimeProvider.System.GetElapsedTime(started) < TimeSpan.FromSeconds(5), "It did not come to be within five seconds.");
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }
    }

    private async Task<string> ReadAsync()
    {
        var response = await app.GetAsync("/portal/header", null);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }
}
