using JsmConnector.Deliveries;
using JsmConnector.Incidents;
using JsmConnector.IntegrationTests.Database;
using JsmConnector.IntegrationTests.WholeApp;
using JsmConnector.Webhooks;
using Microsoft.Extensions.DependencyInjection;

namespace JsmConnector.IntegrationTests.Webhooks;

/// <summary>A webhook that kills whoever works on it.</summary>
public sealed class PoisonTests(PostgresServer postgres)
{
    [Fact]
    public async Task It_holds_its_own_ticket_for_a_few_minutes_and_nobody_elses_for_a_moment()
    {
        await using var app = new Poisoned(postgres);
        await app.InitializeAsync();
        await app.TellAsync(app.Acme, TicketEvent.Of("666").ToJsonString(), "poison");
        await app.TellAsync(app.Acme, TicketEvent.Of("666", at: TimeProvider.System.GetUtcNow().AddSeconds(1)).Components("antidote").ToJsonString(), "behind it");
        await app.TellAsync(app.Acme, TicketEvent.Of("7").ToJsonString(), "beside it");
        await app.TellAsync(app.Rival, TicketEvent.Of("666").Components("antidote").ToJsonString(), "elsewhere");

        await app.DrainAsync();

        Assert.Equal(WebhookState.Stored, (await app.InboxAsync(app.Acme, "poison")).State);
        Assert.Equal(WebhookState.Stored, (await app.InboxAsync(app.Acme, "behind it")).State);
        Assert.Equal(WebhookState.Done, (await app.InboxAsync(app.Acme, "beside it")).State);
        Assert.Equal(WebhookState.Done, (await app.InboxAsync(app.Rival, "elsewhere")).State);

        for (var minutes = 0; minutes < 10; minutes++)
        {
            app.Clock.Advance(TimeSpan.FromMinutes(1));
            await app.DrainAsync();
        }

        var poison = await app.InboxAsync(app.Acme, "poison");
        Assert.Equal((WebhookState.Rejected, 8), (poison.State, poison.Attempts));
        Assert.Equal("could not be applied: InvalidOperationException", poison.Reason);
        Assert.NotNull(poison.Body);
        Assert.Equal(WebhookState.Done, (await app.InboxAsync(app.Acme, "behind it")).State);
        Assert.Contains(await app.RowsAsync<Incident>(app.Acme), incident => incident.IssueId == "666");
    }

    private sealed class Poisoned(PostgresServer postgres) : InstalledSites(postgres)
    {
        protected override void Replace(IServiceCollection services) => services.AddSingleton<IDeliveryPlanner, Poison>();
    }

    private sealed class Poison : IDeliveryPlanner
    {
        public IEnumerable<PlannedDelivery> Plan(IncidentChange change) =>
            change.Incident.IssueId == "666" && change.Incident.AffectedNames() is not ["antidote"] ? throw new InvalidOperationException("planted") : [];
    }
}
