using JsmConnector.Deliveries;
using JsmConnector.Installations.Settings;
using JsmConnector.Notifications.Channels.Email;

namespace JsmConnector.IntegrationTests.Notifications;

/// <summary>E-mail against a stand-in server: one message a reader, in a thread, and the truth about what became of it.</summary>
public sealed class EmailTests(ChannelsApp app) : IClassFixture<ChannelsApp>
{
    [Fact]
    public async Task Each_reader_gets_a_message_of_their_own_in_a_thread()
    {
        var ticket = await OpenAsync();
        await app.ObserveAsync(ticket, held => held with { StatusName = "Monitoring", StatusCategory = "indeterminate" });
        await app.DrainAsync();

        Assert.Equal(["ada@example.com", "ada@example.com", "bob@example.com", "bob@example.com"], app.Mail.Taken.Select(taken => taken.To).Order());
        Assert.Equal(4, app.Mail.Taken.Select(taken => taken.Message.MessageId).Distinct().Count());
        Assert.Equal(2, app.Mail.Taken.Select(taken => taken.Message.References[0]).Distinct().Count());
        Assert.Single(app.Mail.Taken.Select(taken => taken.Message.Subject).Distinct());
        var first = app.Mail.Taken.First(taken => taken.To == "ada@example.com").Message;
        Assert.Equal("auto-generated", first.Headers["Auto-Submitted"]);
        Assert.Contains("Next update by", first.TextBody, StringComparison.Ordinal);
        Assert.Contains("Next update by", first.HtmlBody, StringComparison.Ordinal);
        Assert.DoesNotContain($"OPS-{ticket}", first.TextBody + first.HtmlBody, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_connection_that_breaks_after_the_message_tells_nobody_twice()
    {
        app.Mail.Forget();
        app.Mail.DieAfterData = true;
        var ticket = await OpenAsync(forget: false);
        app.Mail.DieAfterData = false;
        app.Clock.Advance(TimeSpan.FromMinutes(2));
        await app.DrainAsync();

        Assert.Equal(2, app.Mail.Taken.Count);
        Assert.All(await LedgerAsync(ticket), row => Assert.Equal(DeliveryState.Unknown, row.State));
    }

    [Theory]
    [InlineData("RCPT", "451 4.3.0 later", DeliveryState.Queued)]
    [InlineData("RCPT", "550 5.1.1 no such user", DeliveryState.Failed)]
    [InlineData("RCPT", "550 5.7.1 policy", DeliveryState.Failed)]
    [InlineData("MAIL", "421 4.7.0 busy", DeliveryState.Queued)]
    public async Task What_the_server_refuses_is_not_sent(string word, string answer, DeliveryState state)
    {
        app.Mail.Forget();
        app.Mail.Refuse = said => said == word ? answer : null;
        var ticket = await OpenAsync(forget: false);
        app.Mail.Refuse = null;

        Assert.Empty(app.Mail.Taken);
        Assert.All(await LedgerAsync(ticket), row => Assert.Equal(state, row.State));
        await app.InAsync(app.Acme, database => Microsoft.EntityFrameworkCore.EntityFrameworkQueryableExtensions.ExecuteDeleteAsync(database.Set<DestinationHealth>()));
    }

    [Fact]
    public void Addresses_of_any_shape_are_read_or_named()
    {
        Assert.Equal(["ada@example.com", "bob@example.com"], Addresses.Of(" Ada <ada@example.com>; bob@example.com,\r\nADA@example.com"));
        Assert.Equal(["nobody", "a@b", "x@@example.com"], Addresses.Unusable("nobody, a@b; x@@example.com"));
        Assert.Empty(Addresses.Of("evil@example.com\u0000"));
    }

    private async Task<string> OpenAsync(bool forget = true)
    {
        if (forget)
            app.Mail.Forget();
        await app.SaveAsync(InstallationSettings.Default with
        {
            Channels = [new ChannelSettings { Id = "mail", Kind = "email", Options = new Dictionary<string, string> { ["to"] = "Ada <ada@example.com>, bob@example.com" } }],
            Audiences = [new AudienceSettings { Name = AudienceSettings.Customers, Channels = ["mail"] }],
        });
        var ticket = await app.OpenAsync();
        await app.DrainAsync();
        return ticket;
    }

    private async Task<List<Delivery>> LedgerAsync(string ticket)
    {
        var incident = await app.IncidentAsync(ticket);
        return [.. (await app.RowsAsync<Delivery>(app.Acme)).Where(row => row.IncidentId == incident.Id.Value && row.Channel == "email")];
    }
}
