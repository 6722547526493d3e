using System.Net;
using JsmConnector.Installations;
using JsmConnector.IntegrationTests.Database;
using JsmConnector.IntegrationTests.Screens;
using JsmConnector.IntegrationTests.WholeApp;
using JsmConnector.Webhooks;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace JsmConnector.IntegrationTests.Webhooks;

/// <summary>Who may not tell us anything, and when we cannot listen.</summary>
public sealed class RefusedTests(PostgresServer postgres)
{
    [Fact]
    public async Task Whoever_cannot_prove_to_be_Jira_is_refused_with_a_reason()
    {
        await using var app = await StartAsync();
        var (acme, now) = (app.Acme, app.Clock.GetUtcNow());
        (string? Token, string Reason)[] strangers =
        [
            (null, "token_missing"),
            ("not.a-token", "token_malformed"),
            (SiteToken.Computed(acme.ClientKey, acme.Secret, "GET", Paths.Webhooks, now), "query_hash_mismatch"),
            (SiteToken.Computed(acme.ClientKey, acme.Secret, "POST", "/connect/installed", now), "query_hash_mismatch"),
            (SiteToken.Context(acme.ClientKey, acme.Secret, "agent-1", now), "context_token_not_allowed"),
            (SiteToken.Computed(acme.ClientKey, app.Rival.Secret, "POST", Paths.Webhooks, now), "signature_invalid"),
            (SiteToken.Computed("nobody", acme.Secret, "POST", Paths.Webhooks, now), "installation_unknown"),
            (SiteToken.Computed(acme.ClientKey, acme.Secret, "POST", Paths.Webhooks, now.AddHours(-1)), "expired"),
        ];

        foreach (var (token, reason) in strangers)
        {
            var answer = await app.TellAsync(new StringContent(TicketEvent.Of("1").ToJsonString()), token);

            Assert.Equal((HttpStatusCode.Unauthorized, reason), (answer.StatusCode, ReasonOf(answer)));
            Assert.Empty(await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        }
        Assert.Empty(await app.RowsAsync<Webhook>(acme));
    }

    [Theory]
    [InlineData(InstallationState.Uninstalled, "installation_uninstalled")]
    [InlineData(InstallationState.Disabled, "installation_disabled")]
    public async Task A_site_that_has_left_is_heard_no_more(InstallationState state, string reason)
    {
        await using var app = await StartAsync();
        await using (var scope = app.App.Services.CreateAsyncScope())
            await scope.ServiceProvider.GetRequiredService<StoreInstallation>().ChangeAsync(app.Acme.ClientKey, state, app.Clock.GetUtcNow(), TestContext.Current.CancellationToken);

        var answer = await app.TellAsync(app.Acme, TicketEvent.Of("1").ToJsonString());

        Assert.Equal((HttpStatusCode.Unauthorized, reason), (answer.StatusCode, ReasonOf(answer)));
        Assert.Empty(await app.RowsAsync<Webhook>(app.Acme));
        Assert.Equal(HttpStatusCode.NoContent, (await app.TellAsync(app.Rival, TicketEvent.Of("1").ToJsonString())).StatusCode);
    }

    /// <summary>Jira gives an event up for good on a 401 and sends it again on a 503.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(10)]
    public async Task Without_a_database_Jira_is_asked_to_come_again(int secondsSinceTheSiteWasKnown)
    {
        await using var app = await StartAsync();
        await app.TellAsync(app.Acme, TicketEvent.Of("1").ToJsonString());
        await DropAsync(app.Database);
        app.Clock.Advance(TimeSpan.FromSeconds(secondsSinceTheSiteWasKnown));

        var answer = await app.TellAsync(app.Acme, TicketEvent.Of("1").ToJsonString());

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.InRange(answer.Headers.RetryAfter!.Delta!.Value, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task Without_a_database_readers_of_a_page_not_seen_before_are_told_to_come_again_and_the_process_lives()
    {
        await using var app = await StartAsync();
        await DropAsync(app.Database);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await app.GetAsync("/status/never-seen")).StatusCode);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await app.GetAsync("/health/ready")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await app.GetAsync("/health/live")).StatusCode);
    }

    private static string ReasonOf(HttpResponseMessage answer) => answer.Headers.WwwAuthenticate.ToString().Split("error=\"")[1].TrimEnd('"');

    private async Task<InstalledSites> StartAsync()
    {
        var app = new InstalledSites(postgres);
        await app.InitializeAsync();
        return app;
    }

    private static async Task DropAsync(string database)
    {
        var parts = new NpgsqlConnectionStringBuilder(database);
        var name = parts.Database;
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(database) { Database = "postgres", Pooling = false }.ConnectionString);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = new NpgsqlCommand($"drop database {name} with (force)", connection);
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }
}
