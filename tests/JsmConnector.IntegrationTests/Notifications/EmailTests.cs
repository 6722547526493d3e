using JsmConnector.Deliveries;
using JsmConnector.Installations.Settings;
using JsmConnector.Notifications;
using JsmConnector.Notifications.Readers;
using Microsoft.EntityFrameworkCore;

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

    [Fact]
    public async Task Whoever_leaves_by_the_link_in_a_message_hears_nothing_more_and_the_ledger_says_why()
    {
        var ticket = await OpenAsync();
        var message = app.Mail.Taken.First(taken => taken.To == "ada@example.com").Message;
        var leave = new Uri(message.Headers["List-Unsubscribe"]!.Trim('<', '>'));
        Assert.Equal("List-Unsubscribe=One-Click", message.Headers["List-Unsubscribe-Post"]);
        Assert.Contains("belong to the audience “Customers”", message.TextBody, StringComparison.Ordinal);

        // A scanner of mail follows links; only a press counts, and a mail program presses twice.
        var asked = await app.SendAsync(new HttpRequestMessage(HttpMethod.Get, leave.PathAndQuery));
        Assert.Contains("ada@example.com", await asked.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Empty(await app.RowsAsync<ReaderChoice>(app.Acme));
        foreach (var _ in new[] { 1, 2 })
        {
            var press = new HttpRequestMessage(HttpMethod.Post, leave.PathAndQuery) { Content = new FormUrlEncodedContent([new("List-Unsubscribe", "One-Click")]) };
            Assert.Equal(System.Net.HttpStatusCode.OK, (await app.SendAsync(press)).StatusCode);
        }
        app.Mail.Forget();
        await app.ObserveAsync(ticket, held => held with { StatusName = "Monitoring", StatusCategory = "indeterminate" });
        await app.DrainAsync();

        Assert.Equal(["bob@example.com"], app.Mail.Taken.Select(taken => taken.To));
        var silent = Assert.Single(await LedgerAsync(ticket), row => row.State == DeliveryState.Suppressed);
        Assert.Equal(("mail/ada@example.com", "The reader has left this audience."), (silent.Destination, silent.Reason));
        await app.InAsync(app.Acme, database => database.Set<ReaderChoice>().ExecuteDeleteAsync());
    }

    [Fact]
    public async Task Whoever_wants_less_hears_the_first_word_and_the_end_and_can_come_back()
    {
        await OpenAsync();
        var text = app.Mail.Taken.First(taken => taken.To == "ada@example.com").Message.TextBody!;
        var choices = new Uri(text.Split().First(word => word.Contains("/readers/choices?", StringComparison.Ordinal)));
        Assert.Contains("ada@example.com", await ChooseAsync(choices, ("least", "2"), ("briefly", "yes")), StringComparison.Ordinal);

        app.Mail.Forget();
        var (grave, slight) = (await app.OpenAsync(), await app.OpenAsync("Low"));
        await app.DrainAsync();
        await app.ObserveAsync(grave, held => held with { StatusName = "Monitoring", StatusCategory = "indeterminate" });
        await app.DrainAsync();
        await app.ObserveAsync(grave, held => held with { StatusName = "Done", StatusCategory = "done", ResolutionName = "Done" });
        await app.DrainAsync();

        Assert.Equal(2, app.Mail.Taken.Count(taken => taken.To == "ada@example.com"));
        Assert.Contains(await LedgerAsync(slight), row => row.Reason == "The reader chose incidents of severity 2 and worse.");
        Assert.Contains(await LedgerAsync(grave), row => row.Reason == "The reader chose the first word and the end.");
        await ChooseAsync(choices, ("leave", "yes"));
        await ChooseAsync(choices, ("least", "4"));
        Assert.Equal((null, 4, false), (await app.RowsAsync<ReaderChoice>(app.Acme)).Select(choice => (choice.LeftAt, choice.LeastSeverity, choice.Briefly)).Single());
        await app.InAsync(app.Acme, database => database.Set<ReaderChoice>().ExecuteDeleteAsync());
    }

    [Theory]
    [InlineData("/readers/leave")]
    [InlineData("/readers/leave?token=%00")]
    [InlineData("/readers/choices?token=AAAA")]
    public async Task A_link_that_stands_for_nobody_does_nothing(string link)
    {
        foreach (var method in new[] { HttpMethod.Get, HttpMethod.Post })
            Assert.Equal(System.Net.HttpStatusCode.NotFound, (await app.SendAsync(new HttpRequestMessage(method, link))).StatusCode);
    }

    [Fact]
    public async Task A_link_to_leave_does_nothing_else()
    {
        await OpenAsync();
        var leave = app.Mail.Taken[0].Message.Headers["List-Unsubscribe"]!.Trim('<', '>');

        Assert.Equal(System.Net.HttpStatusCode.NotFound, (await app.SendAsync(new HttpRequestMessage(HttpMethod.Get, new Uri(leave).PathAndQuery.Replace("/leave", "/choices", StringComparison.Ordinal)))).StatusCode);
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
        await app.InAsync(app.Acme, database => database.Set<DestinationHealth>().ExecuteDeleteAsync());
        // What would be tried again belongs to no other test.
        await app.InAsync(app.Acme, database => database.Set<Delivery>().Where(delivery => delivery.State == DeliveryState.Queued).ExecuteDeleteAsync());
    }

    [Fact]
    public void Addresses_of_any_shape_are_read_or_named()
    {
        Assert.Equal(["ada@example.com", "bob@example.com"], Addresses.Of(" Ada <ada@example.com>; bob@example.com,\r\nADA@example.com"));
        Assert.Equal(["nobody", "a@b", "x@@example.com"], Addresses.Unusable("nobody, a@b; x@@example.com"));
        Assert.Empty(Addresses.Of("evil@example.com\u0000"));
    }

    private async Task<string> ChooseAsync(Uri link, params (string Name, string Value)[] form)
    {
        var answer = await app.SendAsync(new HttpRequestMessage(HttpMethod.Post, link.PathAndQuery) { Content = new FormUrlEncodedContent(form.Select(field => KeyValuePair.Create(field.Name, field.Value))) });
        return await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
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
