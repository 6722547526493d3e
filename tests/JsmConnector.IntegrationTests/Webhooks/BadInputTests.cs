using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using JsmConnector.Incidents;
using JsmConnector.IntegrationTests.Screens;
using JsmConnector.IntegrationTests.WholeApp;
using JsmConnector.Webhooks;

namespace JsmConnector.IntegrationTests.Webhooks;

/// <summary>What is no webhook at all, or too much of one: answered so that Jira does not come again for nothing, and kept for the administrator.</summary>
public sealed class BadInputTests(InstalledSites app) : IClassFixture<InstalledSites>
{
    [Theory]
    [InlineData("", "not valid JSON")]
    [InlineData("{", "not valid JSON")]
    [InlineData("[]", "not a JSON object")]
    [InlineData("null", "not a JSON object")]
    [InlineData("\"text\"", "not a JSON object")]
    [InlineData("{\"webhookEvent\":\"jira:issue_updated\",}", "not valid JSON")]
    [InlineData("{\"webhookEvent\":\"jira:issue_updated\"} {}", "not valid JSON")]
    [InlineData("{\"webhookEvent\":null}", "names no webhookEvent")]
    [InlineData("{}", "names no webhookEvent")]
    [InlineData("{\"webhookEvent\":\"jira:issue_updated\",\"issue\":{\"id\":\"\\ud800\"}}", "not valid UTF-8")]
    public async Task What_cannot_be_read_is_taken_and_kept_with_its_reason(string body, string reason)
    {
        var delivery = Guid.NewGuid().ToString();

        var answer = await app.TellAsync(app.Acme, body, delivery);

        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        var row = await app.InboxAsync(app.Acme, delivery);
        Assert.Equal(WebhookState.Rejected, row.State);
        Assert.Contains(reason, row.Reason, StringComparison.Ordinal);
        Assert.Equal(Encoding.UTF8.GetBytes(body), row.Body);
    }

    [Fact]
    public async Task Bytes_that_are_no_text_are_kept_too()
    {
        var delivery = Guid.NewGuid().ToString();
        byte[] body = [.. "{\"webhookEvent\":\""u8, 0xC3, 0x28, 0xFF, .. "\"}"u8];

        Assert.Equal(HttpStatusCode.NoContent, (await app.TellAsync(app.Acme, body, delivery)).StatusCode);

        Assert.Equal(WebhookState.Rejected, (await app.InboxAsync(app.Acme, delivery)).State);
    }

    [Fact]
    public async Task A_body_over_the_limit_is_refused_for_good_and_recorded_without_its_bytes()
    {
        var delivery = Guid.NewGuid().ToString();
        var token = SiteToken.Computed(app.Acme.ClientKey, app.Acme.Secret, "POST", Paths.Webhooks, app.Clock.GetUtcNow());
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, new Uri(app.App.Urls.First()).Port, TestContext.Current.CancellationToken);
        await using var stream = client.GetStream();
        // Announced and never sent: the answer must not wait for it.
        await stream.WriteAsync(Encoding.ASCII.GetBytes(
            $"POST {Paths.Webhooks} HTTP/1.1\r\nHost: app.example.com\r\nAuthorization: JWT {token}\r\nX-Atlassian-Webhook-Identifier: {delivery}\r\n"
            + $"Content-Type: application/json\r\nContent-Length: {AcceptWebhook.LargestBody + 1}\r\n\r\n{{"), TestContext.Current.CancellationToken);
        using var reader = new StreamReader(stream);

        Assert.StartsWith("HTTP/1.1 413", await reader.ReadLineAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        var row = await app.InboxAsync(app.Acme, delivery);
        Assert.Equal((WebhookState.Rejected, "too large"), (row.State, row.Event));
        Assert.Empty(row.Body!);
    }

    [Theory]
    [InlineData("user_created", "concerns no incident")]
    [InlineData("jira:worklog_updated", "concerns no incident")]
    public async Task An_unknown_event_is_none_of_our_business(string name, string reason)
    {
        var delivery = Guid.NewGuid().ToString();
        await app.TellAsync(app.Acme, TicketEvent.Of("20001", name).ToJsonString(), delivery);

        await app.DrainAsync();

        var row = await app.InboxAsync(app.Acme, delivery);
        Assert.Equal(WebhookState.NotOurs, row.State);
        Assert.Contains(reason, row.Reason, StringComparison.Ordinal);
        Assert.Null(row.Body);
    }

    [Fact]
    public async Task An_event_name_longer_than_any_is_cut_between_characters()
    {
        var delivery = Guid.NewGuid().ToString();

        var answer = await app.TellAsync(app.Acme, new JsonObject { ["webhookEvent"] = new string('x', 99) + "🔥🔥" }.ToJsonString(), delivery);

        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        Assert.Equal(new string('x', 99), (await app.InboxAsync(app.Acme, delivery)).Event);
    }

    [Fact]
    public async Task The_same_delivery_is_stored_once_however_often_it_comes_at_once()
    {
        var (delivery, body) = (Guid.NewGuid().ToString(), TicketEvent.Of("20002").ToJsonString());

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => app.TellAsync(app.Acme, body, delivery)));
        await app.DrainAsync();

        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode));
        Assert.Equal(WebhookState.Done, (await app.InboxAsync(app.Acme, delivery)).State);
        var incident = Assert.Single(await app.RowsAsync<Incident>(app.Acme), incident => incident.IssueId == "20002");
        Assert.Single(await app.RowsAsync<IncidentUpdate>(app.Acme), update => update.IncidentId == incident.Id);
    }

    [Fact]
    public async Task A_delivery_identifier_of_one_site_does_not_swallow_that_of_another()
    {
        var delivery = Guid.NewGuid().ToString();

        await app.TellAsync(app.Acme, TicketEvent.Of("20003").ToJsonString(), delivery);
        await app.TellAsync(app.Rival, TicketEvent.Of("20003").ToJsonString(), delivery);

        Assert.Equal("20003", (await app.InboxAsync(app.Acme, delivery)).Lane);
        Assert.Equal("20003", (await app.InboxAsync(app.Rival, delivery)).Lane);
    }
}
