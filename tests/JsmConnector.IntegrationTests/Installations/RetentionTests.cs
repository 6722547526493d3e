using System.Net;
using System.Security.Cryptography;
using JsmConnector.Installations;
using JsmConnector.Installations.AdminWebhooks;
using JsmConnector.Installations.Retention;
using JsmConnector.IntegrationTests.Hostile;
using JsmConnector.IntegrationTests.Tenancy;
using JsmConnector.IntegrationTests.WholeApp;
using JsmConnector.Platform.Database;
using JsmConnector.Platform.Secrets;
using JsmConnector.Webhooks;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace JsmConnector.IntegrationTests.Installations;

/// <summary>What stays after a site has left, and for how long; and what happens when the encryption key changes.</summary>
public sealed class RetentionTests(InstalledSites app) : IClassFixture<InstalledSites>
{
    [Fact]
    public async Task A_site_that_left_comes_back_to_its_history_and_is_erased_to_the_last_row_after_its_time()
    {
        await app.TellAsync(app.Acme, TicketEvent.Of("51001").ToJsonString());
        await app.DrainAsync();
        await ChangeAsync(InstallationState.Uninstalled);
        var erase = app.App.Services.GetRequiredService<EraseInstallations>();

        app.Clock.Advance(TimeSpan.FromDays(29));
        await erase.EraseAsync(TestContext.Current.CancellationToken);
        Assert.Contains("OPS-51001", await new Snapshots(app).TakeAsync(app.Acme), StringComparison.Ordinal);
        var rival = await new Snapshots(app).TakeAsync(app.Rival);

        app.Clock.Advance(TimeSpan.FromDays(2));
        await erase.EraseAsync(TestContext.Current.CancellationToken);
        Assert.DoesNotContain(app.Acme.Id.Value.ToString(), await new Snapshots(app).TakeAsync(), StringComparison.Ordinal);
        Assert.DoesNotContain(app.Acme.ClientKey, await new Snapshots(app).TakeAsync(), StringComparison.Ordinal);
        Assert.Equal(rival, await new Snapshots(app).TakeAsync(app.Rival));
    }

    [Fact]
    public async Task A_site_that_is_there_is_never_erased()
    {
        app.Clock.Advance(TimeSpan.FromDays(400));

        await app.App.Services.GetRequiredService<EraseInstallations>().EraseAsync(TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.NoContent, (await app.TellAsync(app.Rival, TicketEvent.Of("51002").ToJsonString())).StatusCode);
    }

    /// <summary>Keys of what was used stay for redeliveries, bodies that could not be used for a mend of ours; neither for ever.</summary>
    [Fact]
    public async Task Handled_events_are_forgotten_after_two_weeks_and_unusable_ones_with_their_bodies_after_ninety_days()
    {
        var site = await Site.InstallAsync(app.App, "client-rejected", "rejected-secret-of-at-least-32-characters");
        await app.TellAsync(site, "{ not JSON", "unusable");
        await app.TellAsync(site, TicketEvent.Of("51005").ToJsonString(), "used");
        await app.DrainAsync();

        app.Clock.Advance(TimeSpan.FromDays(15));
        await PurgeAsync();
        var left = Assert.Single(await app.RowsAsync<Webhook>(site));
        Assert.Equal(("unusable", WebhookState.Rejected), (left.DeliveryKey, left.State));
        Assert.NotEmpty(left.Body!);

        app.Clock.Advance(TimeSpan.FromDays(76));
        await PurgeAsync();
        Assert.Empty(await app.RowsAsync<Webhook>(site));
        await site.Jira.DisposeAsync();
    }

    private async Task PurgeAsync()
    {
        await using var scope = app.App.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<SweepInbox>().PurgeAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Jira sends both within milliseconds, in any order.</summary>
    [Fact]
    public async Task A_disabled_that_comes_after_uninstalled_is_heard_and_changes_nothing()
    {
        var site = await Site.InstallAsync(app.App, "client-leaving", "leaving-secret-of-at-least-32-characters");
        await StoreAsync(store => store.ChangeAsync(site.ClientKey, InstallationState.Uninstalled, app.Clock.GetUtcNow(), TestContext.Current.CancellationToken));

        Assert.Equal(HttpStatusCode.NoContent, await DisableAsync(site));
        Assert.Equal(InstallationState.Uninstalled, await StateAsync(site));

        app.Clock.Advance(TimeSpan.FromMinutes(16));
        Assert.Equal(HttpStatusCode.Unauthorized, await DisableAsync(site));
        await app.App.Services.GetRequiredService<EraseInstallations>().ForgetSecretsAsync(TestContext.Current.CancellationToken);
        Assert.Null((await RowAsync(site)).PreviousSharedSecret);
        await site.Jira.DisposeAsync();
    }

    [Fact]
    public async Task Secrets_are_sealed_anew_under_the_current_key_and_a_lost_key_is_told()
    {
        var (old, now) = (Key(), Key());
        var site = await Site.InstallAsync(app.App, "client-sealed", "sealed-secret-of-at-least-32-characters");
        await SealAsync(site, new SecretBox([old]).Seal(site.Secret, StoreInstallation.SecretOf(site.Id)));

        var first = await ResealAsync(new SecretBox([now, old]), site);
        var second = await ResealAsync(new SecretBox([now, old]), site);
        var lost = await ResealAsync(new SecretBox([Key(), Key()]), site);

        Assert.Equal((new Resealed(1, 0), Resealed.Nothing, new Resealed(0, 1)), (first, second, lost));
        Assert.Equal(site.Secret, new SecretBox([now]).Open((await RowAsync(site)).SharedSecret!, StoreInstallation.SecretOf(site.Id)));
        await site.Jira.DisposeAsync();
    }

    /// <summary>A 401 would be final: Jira sends the event again after a 503, and by then the key may be back.</summary>
    [Fact]
    public async Task Events_of_a_site_whose_secret_no_key_opens_are_asked_for_again()
    {
        var site = await Site.InstallAsync(app.App, "client-locked", "locked-secret-of-at-least-32-characters");
        var signed = await SignedSite.AddAsync(app, $"http://127.0.0.1:9/{Guid.NewGuid():N}");
        await SealAsync(site, new SecretBox([Key()]).Seal(site.Secret, StoreInstallation.SecretOf(site.Id)));
        var box = new SecretBox([Key()]).Seal(signed.Secret, AdminWebhook.SecretOf(signed.Id));
        await signed.InAsync(app, services => services.GetRequiredService<JsmConnectorContext>().Set<AdminWebhook>()
            .ExecuteUpdateAsync(set => set.SetProperty(webhook => webhook.Secret, box), TestContext.Current.CancellationToken));
        app.Clock.Advance(TimeSpan.FromSeconds(3));

        using var connect = await app.TellAsync(site, TicketEvent.Of("51003").ToJsonString());
        using var webhook = await signed.TellAsync(app, TicketEvent.Of("51003").ToJsonString());

        Assert.Equal((HttpStatusCode.ServiceUnavailable, HttpStatusCode.ServiceUnavailable), (connect.StatusCode, webhook.StatusCode));
        await site.Jira.DisposeAsync();
    }

    [Fact]
    public async Task A_site_that_cannot_be_erased_does_not_keep_the_next_one()
    {
        var (stuck, next) = (await Site.InstallAsync(app.App, "client-stuck", "stuck-secret-of-at-least-32-characters"), await Site.InstallAsync(app.App, "client-next", "next-secret-of-at-least-32-characters"));
        foreach (var site in new[] { stuck, next })
            await StoreAsync(store => store.ChangeAsync(site.ClientKey, InstallationState.Uninstalled, app.Clock.GetUtcNow(), TestContext.Current.CancellationToken));
        await app.InAsync(stuck, database => database.Database.ExecuteSqlRawAsync("create table stuck (site uuid references installations(id))", TestContext.Current.CancellationToken));
        await app.InAsync(stuck, database => database.Database.ExecuteSqlAsync($"insert into stuck values ({stuck.Id.Value})", TestContext.Current.CancellationToken));
        app.Clock.Advance(TimeSpan.FromDays(31));

        await app.App.Services.GetRequiredService<EraseInstallations>().EraseAsync(TestContext.Current.CancellationToken);

        var left = await app.InAsync(stuck, database => database.Set<Installation>().Select(site => site.ClientKey).ToListAsync(TestContext.Current.CancellationToken));
        Assert.Contains(stuck.ClientKey, left);
        Assert.DoesNotContain(next.ClientKey, left);
        await app.InAsync(stuck, database => database.Database.ExecuteSqlRawAsync("drop table stuck", TestContext.Current.CancellationToken));
        await stuck.Jira.DisposeAsync();
        await next.Jira.DisposeAsync();
    }

    private static string Key() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));

    private async Task<Resealed> ResealAsync(SecretBox secrets, Site site)
    {
        await using var scope = app.App.Services.GetRequiredService<IServiceScopeFactory>().Enter(site.Id);
        return await new SealedSharedSecrets().ResealAsync(site.Id, scope.ServiceProvider.GetRequiredService<JsmConnectorContext>(), secrets, TestContext.Current.CancellationToken);
    }

    private Task<int> SealAsync(Site site, byte[] box) => app.InAsync(site, database => database.Set<Installation>().Where(row => row.Id == site.Id)
        .ExecuteUpdateAsync(set => set.SetProperty(row => row.SharedSecret, box), TestContext.Current.CancellationToken));

    private async Task<HttpStatusCode> DisableAsync(Site site)
    {
        var token = ForgedToken.For(site.ClientKey, "POST", "/connect/disabled", app.Clock.GetUtcNow()).With("jti", Guid.NewGuid().ToString()).Signed(site.Secret);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/connect/disabled")
        {
            Content = HostileWorld.Json(System.Text.Json.JsonSerializer.Serialize(new Dictionary<string, object?>(HostileWorld.InstallBody("disabled", site.ClientKey)) { ["baseUrl"] = site.Jira.Url })),
        };
        request.Headers.TryAddWithoutValidation("Authorization", $"JWT {token}");
        return (await app.SendAsync(request)).StatusCode;
    }

    private async Task<InstallationState> StateAsync(Site site) => (await RowAsync(site)).State;

    private Task<Installation> RowAsync(Site site) => app.InAsync(site, database => database.Set<Installation>().AsNoTracking().SingleAsync(row => row.Id == site.Id, TestContext.Current.CancellationToken));

    private Task ChangeAsync(InstallationState state) => StoreAsync(store => store.ChangeAsync(app.Acme.ClientKey, state, app.Clock.GetUtcNow(), TestContext.Current.CancellationToken));

    private async Task StoreAsync(Func<StoreInstallation, Task> act)
    {
        await using var scope = app.App.Services.CreateAsyncScope();
        await act(scope.ServiceProvider.GetRequiredService<StoreInstallation>());
    }
}
