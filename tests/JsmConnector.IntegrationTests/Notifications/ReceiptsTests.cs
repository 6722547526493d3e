using JsmConnector.Deliveries;
using JsmConnector.Installations.Settings;
using JsmConnector.Notifications.Channels.Sms;
using JsmConnector.Platform.Http;
using Microsoft.EntityFrameworkCore;

namespace JsmConnector.IntegrationTests.Notifications;

/// <summary>What becomes of a message after it was taken, and who is told instead when it reaches nobody.</summary>
public sealed class ReceiptsTests(ChannelsApp app) : IClassFixture<ChannelsApp>
{
    [Fact]
    public async Task A_signed_receipt_tells_the_ledger_and_a_dead_number_is_told_elsewhere()
    {
        var (row, ticket) = await TextAsync();

        Assert.Equal(System.Net.HttpStatusCode.Unauthorized, await ReceiveAsync(row, "undelivered", "30005", "another token"));
        Assert.Equal(DeliveryState.Delivered, (await LedgerAsync(ticket, "sms")).State);
        Assert.Equal(System.Net.HttpStatusCode.NoContent, await ReceiveAsync(row, "undelivered", "30005"));
        Assert.Equal(System.Net.HttpStatusCode.NoContent, await ReceiveAsync(row, "undelivered", "30005"));
        await app.DrainAsync();

        Assert.Equal((DeliveryState.Failed, "The number cannot be told (30005). Take it out, or mend it."), ((await LedgerAsync(ticket, "sms")).State, (await LedgerAsync(ticket, "sms")).Reason));
        Assert.Equal(DeliveryState.Delivered, (await LedgerAsync(ticket, "webhook")).State);
        Assert.Contains(await app.RowsAsync<DestinationHealth>(app.Acme), health => health.State == HealthState.Broken && health.Destination == row.Destination);
        await app.InAsync(app.Acme, database => database.Set<DestinationHealth>().ExecuteDeleteAsync());
    }

    [Fact]
    public async Task What_the_network_confirmed_no_late_receipt_takes_back()
    {
        var (row, ticket) = await TextAsync();
        await ReceiveAsync(row, "delivered", "");
        await ReceiveAsync(row, "undelivered", "30005");

        Assert.Equal((DeliveryState.Delivered, "Confirmed by the network."), ((await LedgerAsync(ticket, "sms")).State, (await LedgerAsync(ticket, "sms")).Reason));
    }

    [Theory]
    [InlineData("5.1.1", DeliveryState.Failed, true)]
    [InlineData("5.7.1", DeliveryState.Failed, false)]
    [InlineData("5.1.7", DeliveryState.Failed, false)]
    [InlineData("5.1.8", DeliveryState.Failed, false)]
    [InlineData("4.2.2", DeliveryState.Delivered, false)]
    public async Task A_bounce_tells_the_ledger_and_an_address_that_is_none_is_left_in_peace(string status, DeliveryState state, bool isBroken)
    {
        app.Channels.Forget();
        await app.SaveAsync(InstallationSettings.Default with
        {
            Channels = [new ChannelSettings { Id = "board", Kind = "email", Fallback = "my-webhook", Options = new Dictionary<string, string> { ["to"] = "ada@acme.example" } }, app.Entry("webhook")],
            Audiences = [new AudienceSettings { Name = AudienceSettings.Executives, Channels = ["board"] }],
        });
        var ticket = await app.OpenAsync();
        await app.DrainAsync();
        var sent = await LedgerAsync(ticket, "email");

        Assert.Equal(System.Net.HttpStatusCode.Unauthorized, await BounceAsync(sent, status, "whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"));
        Assert.Equal(System.Net.HttpStatusCode.Unauthorized, await BounceAsync(sent, status, ChannelsApp.Secret, minutesAgo: 6));
        Assert.Equal(DeliveryState.Delivered, (await LedgerAsync(ticket, "email")).State);
        Assert.Equal(System.Net.HttpStatusCode.NoContent, await BounceAsync(sent, status, ChannelsApp.Secret));
        Assert.Equal(System.Net.HttpStatusCode.NoContent, await BounceAsync(sent, status, ChannelsApp.Secret));
        await app.DrainAsync();

        Assert.Equal(state, (await LedgerAsync(ticket, "email")).State);
        Assert.Equal(isBroken, (await app.RowsAsync<DestinationHealth>(app.Acme)).Exists(health => health.State == HealthState.Broken && health.Destination == sent.Destination));
        Assert.Equal(state == DeliveryState.Failed ? 1 : 0, app.Channels.Requests.Count);
        await app.InAsync(app.Acme, database => database.Set<DestinationHealth>().ExecuteDeleteAsync());
    }

    [Fact]
    public async Task A_morning_message_that_comes_back_failed_for_every_incident_in_it_and_each_is_told_elsewhere()
    {
        app.Channels.Forget();
        app.Mail.Forget();
        var now = TimeOnly.FromDateTime(app.Clock.GetUtcNow().UtcDateTime);
        await app.SaveAsync(InstallationSettings.Default with
        {
            Channels = [new ChannelSettings { Id = "board", Kind = "email", Fallback = "my-webhook", Options = new Dictionary<string, string> { ["to"] = "night@acme.example" } }, app.Entry("webhook")],
            Audiences = [new AudienceSettings { Name = AudienceSettings.Executives, Channels = ["board"], QuietHours = new QuietHours { From = now.AddMinutes(-5), Until = now.AddMinutes(10) } }],
        });
        string[] tickets = [await app.OpenAsync("Medium"), await app.OpenAsync("Medium")];
        await app.DrainAsync();
        app.Clock.Advance(TimeSpan.FromMinutes(11));
        await app.DrainAsync();
        Assert.Equal("In quiet hours: 2 incidents", Assert.Single(app.Mail.Taken).Message.Subject);

        var first = await LedgerAsync(tickets[0], "email");
        Assert.Equal(System.Net.HttpStatusCode.NoContent, await BounceAsync(first, "5.1.1", ChannelsApp.Secret));
        await app.DrainAsync();

        foreach (var ticket in tickets)
            Assert.Equal((DeliveryState.Failed, "There is no such mailbox (5.1.1). Take it out, or mend it."), ((await LedgerAsync(ticket, "email")).State, (await LedgerAsync(ticket, "email")).Reason));
        Assert.Equal(tickets.Select(ticket => $"OPS-{ticket}"), app.Channels.Requests.Select(request => request.Json["data"]!["issueKey"]!.ToString()).Order(StringComparer.Ordinal));
        await app.InAsync(app.Acme, database => database.Set<DestinationHealth>().ExecuteDeleteAsync());
    }

    private async Task<System.Net.HttpStatusCode> BounceAsync(Delivery row, string status, string secret, int minutesAgo = 0)
    {
        var body = System.Text.Json.JsonSerializer.Serialize(new { messageId = $"<{row.Id.Value:N}@acme.example>", status });
        var (id, time) = ("msg_1", app.Clock.GetUtcNow().AddMinutes(-minutesAgo).ToUnixTimeSeconds().ToString(System.Globalization.CultureInfo.InvariantCulture));
        var call = new HttpRequestMessage(HttpMethod.Post, "/receipts/mail") { Content = new StringContent(body) };
        call.Headers.Add("webhook-id", id);
        call.Headers.Add("webhook-timestamp", time);
        call.Headers.Add("webhook-signature", WebhookSignature.Of(secret, id, time, body));
        return (await app.SendAsync(call)).StatusCode;
    }

    private async Task<(Delivery Row, string Ticket)> TextAsync()
    {
        app.Channels.Forget();
        await app.SaveAsync(InstallationSettings.Default with
        {
            Channels = [app.Entry("sms") with { Fallback = "my-webhook" }, app.Entry("webhook")],
            Audiences = [new AudienceSettings { Name = AudienceSettings.Executives, Channels = ["my-sms"] }],
        });
        var ticket = await app.OpenAsync();
        await app.DrainAsync();
        return (await LedgerAsync(ticket, "sms"), ticket);
    }

    private async Task<System.Net.HttpStatusCode> ReceiveAsync(Delivery row, string status, string code, string token = "twilio-very-secret")
    {
        var path = $"/receipts/twilio/{app.Acme.Id.Value:D}/{row.Id.Value:D}";
        Dictionary<string, string> fields = new() { ["MessageSid"] = row.RemoteId!, ["MessageStatus"] = status, ["ErrorCode"] = code };
        var call = new HttpRequestMessage(HttpMethod.Post, path) { Content = new FormUrlEncodedContent(fields) };
        call.Headers.Add(TwilioReceipt.SignatureHeader, TwilioReceipt.Sign(token, $"https://app.example.com{path}", fields));
        return (await app.SendAsync(call)).StatusCode;
    }

    private async Task<Delivery> LedgerAsync(string ticket, string channel)
    {
        var incident = await app.IncidentAsync(ticket);
        return (await app.RowsAsync<Delivery>(app.Acme)).Single(row => row.IncidentId == incident.Id.Value && row.Channel == channel);
    }
}
