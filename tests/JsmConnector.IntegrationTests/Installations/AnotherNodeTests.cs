using System.Net;
using JsmConnector.Installations;
using JsmConnector.Installations.AdminWebhooks;
using JsmConnector.IntegrationTests.WholeApp;
using JsmConnector.Webhooks;
using Microsoft.Extensions.DependencyInjection;
using SiteToken = JsmConnector.IntegrationTests.Screens.SiteToken;

namespace JsmConnector.IntegrationTests.Installations;

/// <summary>Another node wrote a change a moment ago, and this one still remembers what was before. A 401 is final for Jira, so nobody may be refused for that.</summary>
public sealed class AnotherNodeTests(InstalledSites app) : IClassFixture<InstalledSites>
{
    private const string Secret = "the-secret-before-of-at-least-32-characters";
    private const string Renewed = "the-secret-after-of-at-least-32-characters";
    private readonly string _clientKey = $"client-{Guid.NewGuid():N}";
    private readonly string _url = $"http://127.0.0.1:9/{Guid.NewGuid():N}";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_secret_that_was_renewed_there_counts_here_at_once()
    {
        await InstallAsync(Secret);
        Assert.Equal(HttpStatusCode.NoContent, await TellAsync(Secret));

        await InstallAsync(Renewed);

        Assert.Equal(HttpStatusCode.NoContent, await TellAsync(Renewed));
    }

    [Fact]
    public async Task A_site_that_a_node_did_not_know_is_heard_once_it_is_installed_on_another()
    {
        Assert.Equal(HttpStatusCode.Unauthorized, await TellAsync(Secret));

        await InstallAsync(Secret);

        Assert.Equal(HttpStatusCode.NoContent, await TellAsync(Secret));
    }

    [Fact]
    public async Task A_site_that_was_switched_on_there_is_heard_here_at_once()
    {
        await InstallAsync(Secret);
        app.Clock.Advance(TimeSpan.FromSeconds(2));
        await ChangeAsync(InstallationState.Disabled);
        Assert.Equal(HttpStatusCode.Unauthorized, await TellAsync(Secret));

        app.Clock.Advance(TimeSpan.FromSeconds(1));
        await ChangeAsync(InstallationState.Enabled);

        Assert.Equal(HttpStatusCode.NoContent, await TellAsync(Secret));
    }

    [Fact]
    public async Task A_webhook_secret_that_was_made_there_counts_here_at_once()
    {
        var site = await SignedSite.AddAsync(app, _url);
        var body = TicketEvent.Of("1").ToJsonString();
        Assert.Equal(HttpStatusCode.NoContent, (await site.TellAsync(app, body)).StatusCode);

        var renewed = await site.InAsync(app, services => ActivatorUtilities.CreateInstance<ChangeSite>(services, Elsewhere<FindWebhookSecrets>()).RotateAsync(Cancel));
        app.Clock.Advance(TimeSpan.FromMilliseconds(100));

        Assert.Equal(HttpStatusCode.NoContent, (await site.TellAsync(app, body, secret: renewed)).StatusCode);
    }

    [Fact]
    public async Task A_door_that_began_to_count_there_counts_here_at_once()
    {
        await InstallAsync(Secret);
        Assert.Equal(HttpStatusCode.NoContent, await TellAsync(Secret));
        app.Clock.Advance(TimeSpan.FromSeconds(1));
        await ChangeAsync(InstallationState.Uninstalled);
        var (site, delivery) = (await SignedSite.AddAsync(app, _url), Guid.NewGuid().ToString());
        app.Clock.Advance(TimeSpan.FromMilliseconds(100));

        Assert.Equal(HttpStatusCode.NoContent, (await site.TellAsync(app, TicketEvent.Of("1").ToJsonString(), delivery)).StatusCode);

        Assert.Contains(await site.RowsAsync<Webhook>(app), webhook => webhook.DeliveryKey == delivery && webhook.State == WebhookState.Stored);
    }

    /// <summary>A stranger's flood costs no query for each call, and the site itself is heard all the same.</summary>
    [Fact]
    public async Task Forged_calls_do_not_shut_the_site_out()
    {
        await InstallAsync(Secret);
        await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => TellAsync("a-secret-that-nobody-has-agreed-upon")));

        Assert.Equal(HttpStatusCode.NoContent, await TellAsync(Secret));
    }

    private async Task InstallAsync(string secret)
    {
        await using var scope = app.App.Services.CreateAsyncScope();
        await Store(scope.ServiceProvider).InstallAsync(new InstalledSite(_clientKey, secret, _url, null, null, null, app.Clock.GetUtcNow()), Cancel);
    }

    private async Task ChangeAsync(InstallationState state)
    {
        await using var scope = app.App.Services.CreateAsyncScope();
        await Store(scope.ServiceProvider).ChangeAsync(_clientKey, state, app.Clock.GetUtcNow(), Cancel);
    }

    /// <summary>Writes the same rows and forgets in memories of its own.</summary>
    private StoreInstallation Store(IServiceProvider services) =>
        ActivatorUtilities.CreateInstance<StoreInstallation>(services, Elsewhere<InstallationDirectory>(), Elsewhere<FindWebhookSecrets>());

    private T Elsewhere<T>() => ActivatorUtilities.CreateInstance<T>(app.App.Services);

    /// <summary>Some moments after what this node read last.</summary>
    private async Task<HttpStatusCode> TellAsync(string secret, string? delivery = null)
    {
        app.Clock.Advance(TimeSpan.FromMilliseconds(100));
        using var answer = await app.TellAsync(
            new StringContent(TicketEvent.Of("1").ToJsonString()), SiteToken.Computed(_clientKey, secret, "POST", Paths.Webhooks, app.Clock.GetUtcNow()), delivery);
        return answer.StatusCode;
    }
}
