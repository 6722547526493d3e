using System.Net;
using System.Text.RegularExpressions;
using JsmConnector.Installations.Settings;
using JsmConnector.Notifications.ReaderSignIn;
using JsmConnector.Notifications.Subscribers;
using JsmConnector.Platform.Database;
using JsmConnector.StatusPages.Access;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace JsmConnector.IntegrationTests.Notifications;

/// <summary>Subscriptions to pages that are not public end where the reading ends.</summary>
public sealed partial class PrivateSubscribersTests(ChannelsApp app) : IClassFixture<ChannelsApp>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Root => $"/status/{app.Acme.Address}";

    [Fact]
    public async Task With_an_access_link_go_the_subscribers_who_came_by_it_and_no_others()
    {
        await BeginAsync("link");
        var (gone, stays) = (await LinkAsync("Customers"), await LinkAsync("Colleagues"));
        await SubscribeAsync("ada@example.com", $"?key={gone.Key}");
        await SubscribeAsync("bob@example.com", $"?key={stays.Key}");
        await TellAsync("95001");
        Assert.Equal(["ada@example.com", "bob@example.com"], To());
        var told = app.Mail.Taken.First(taken => taken.To == "ada@example.com").Message;
        var (manage, leave) = (Link("manage", told.TextBody), new Uri(told.Headers["List-Unsubscribe"]!.Trim('<', '>')).PathAndQuery);

        await InAsync(links => links.WithdrawAsync(app.Acme.Id, "main", gone.Id, Token));
        Assert.Equal(HttpStatusCode.NotFound, (await app.GetAsync(manage)).StatusCode);
        app.Mail.Forget();
        await TellAsync("95002");

        Assert.Equal(["bob@example.com"], To());
        Assert.Equal(["Unsubscribed", "Active"], (await app.RowsAsync<Subscriber>(app.Acme)).OrderBy(row => row.Hint, StringComparer.Ordinal).Select(row => row.State.ToString()));
        Assert.Equal(HttpStatusCode.OK, (await PostAsync(leave)).StatusCode);
    }

    [Fact]
    public async Task Who_signed_in_hears_as_long_as_he_is_on_the_list_and_a_page_that_was_public_once_tells_its_old_readers_nothing()
    {
        await BeginAsync("public");
        await SubscribeAsync("old@example.com");
        await BeginAsync("link", keeps: true, "@customer.example");
        var place = new SignInPlace(app.Acme.Id, "main", app.Acme.Address);
        var session = $"status_session={app.App.Services.GetRequiredService<SignInSeals>().Session(place, "eve@customer.example", app.Clock.GetUtcNow())}";
        await SubscribeAsync("eve@private.example", cookie: session);
        Assert.DoesNotContain("eve@customer.example", System.Text.Encoding.Latin1.GetString((await app.RowsAsync<Subscriber>(app.Acme)).Single(row => row.SignedInAs is not null).SignedInAs!), StringComparison.Ordinal);
        await TellAsync("95010");
        Assert.Equal(["eve@private.example"], To());

        await BeginAsync("link", keeps: true, "@other.example");
        await TellAsync("95011");

        Assert.Empty(To());
    }

    [Fact]
    public async Task Who_leaves_while_a_message_fails_has_left()
    {
        await BeginAsync("public");
        await SubscribeAsync("ada@example.com");
        app.Mail.Refuse = word =>
        {
            if (word != "RCPT")
                return null;
            // At this moment the reader presses the link of an earlier message.
            Task.Run(() => app.InAsync(app.Acme, database => database.Set<Subscriber>().ExecuteUpdateAsync(set => set.SetProperty(row => row.State, SubscriberState.Unsubscribed), Token)), Token).GetAwaiter().GetResult();
            return "550 5.1.1 no such user";
        };
        await TellAsync("95020");
        app.Mail.Refuse = null;

        Assert.Equal(SubscriberState.Unsubscribed, Assert.Single(await app.RowsAsync<Subscriber>(app.Acme)).State);
    }

    private async Task BeginAsync(string access, bool keeps = false, params string[] readers)
    {
        app.Mail.Forget();
        if (!keeps)
        {
            await app.InAsync(app.Acme, async database =>
            {
                await database.Set<SubscriberNotice>().ExecuteDeleteAsync(Token);
                return await database.Set<Subscriber>().ExecuteDeleteAsync(Token);
            });
        }
        app.Clock.Advance(TimeSpan.FromMinutes(61));
        await app.SaveAsync(InstallationSettings.Default with { StatusPages = [StatusPageSettings.BuiltIn with { Page = new PageSettings { Access = access, Readers = readers, Subscriptions = ["email"] } }] });
        await app.RenewAsync(app.Acme);
    }

    private async Task SubscribeAsync(string address, string key = "", string? cookie = null)
    {
        app.Mail.Forget();
        Assert.Equal(HttpStatusCode.OK, (await PostAsync($"{Root}/updates{key}", new() { ["way"] = "email", ["address"] = address, ["incidents"] = "yes" }, cookie)).StatusCode);
        await DrainAsync();
        var question = app.Mail.Taken.Single(taken => taken.To == address).Message;
        Assert.Equal(HttpStatusCode.OK, (await PostAsync(Link("confirm", question.TextBody))).StatusCode);
        app.Mail.Forget();
    }

    private async Task TellAsync(string ticket)
    {
        await app.ObserveAsync(ticket, held => held with { AffectedServices = ["Email"] });
        await DrainAsync();
    }

    private async Task DrainAsync()
    {
        await app.DrainAsync();
        await app.App.Services.GetRequiredService<DrainNotices>().DrainOnceAsync(Token);
    }

    private async Task<(Guid Id, string Key)> LinkAsync(string name)
    {
        var (link, key) = (await InAsync(links => links.MakeAsync(app.Acme.Id, "main", name, null, null, Token)))!.Value;
        return (link.Id, key);
    }

    private async Task<T> InAsync<T>(Func<AccessLinks, Task<T>> run)
    {
        await using var scope = app.App.Services.GetRequiredService<IServiceScopeFactory>().Enter(app.Acme.Id);
        var result = await run(scope.ServiceProvider.GetRequiredService<AccessLinks>());
        await app.RenewAsync(app.Acme);
        return result;
    }

    private Task<HttpResponseMessage> PostAsync(string address, Dictionary<string, string>? form = null, string? cookie = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new FormUrlEncodedContent(form ?? []) };
        if (cookie is not null)
            request.Headers.Add("Cookie", cookie);
        return app.SendAsync(request);
    }

    private IEnumerable<string> To() => app.Mail.Taken.Select(taken => taken.To).Order(StringComparer.Ordinal);

    private static string Link(string purpose, string? text) => new Uri(Links().Matches(text ?? "").Select(match => match.Value).First(link => link.Contains($"/updates/{purpose}?", StringComparison.Ordinal))).PathAndQuery;

    [GeneratedRegex(@"https://\S+", RegexOptions.None, 1000)]
    private static partial Regex Links();
}
