using System.Net;
using System.Text.RegularExpressions;
using JsmConnector.Installations.Settings;
using JsmConnector.Notifications.ReaderSignIn;
using JsmConnector.PublicStatus;
using Microsoft.Extensions.DependencyInjection;

namespace JsmConnector.IntegrationTests.Notifications;

/// <summary>Readers of a page that is not public who sign in by a mail, against a real listener.</summary>
public sealed partial class ReaderSignInTests(ChannelsApp app) : IClassFixture<ChannelsApp>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Root => $"/status/{app.Acme.Address}";

    [Fact]
    public async Task A_reader_on_the_list_gets_in_by_a_button_behind_a_link_that_works_once()
    {
        await BeginAsync("@customer.example");
        var asked = await AskAsync("Ada@Customer.example");
        Assert.Equal(HttpStatusCode.OK, asked.StatusCode);
        var mail = Assert.Single(app.Mail.Taken);
        Assert.Equal("Ada@Customer.example", mail.To);
        var link = new Uri(Links().Match(mail.Message.TextBody ?? "").Value).PathAndQuery;

        // Whoever only looks, a scanner of mail for one, does not use it up.
        var look = await app.GetAsync(link);
        Assert.Equal((HttpStatusCode.OK, false), (look.StatusCode, look.Headers.Contains("Set-Cookie")));
        var entered = await PostAsync(link);
        Assert.Equal((HttpStatusCode.SeeOther, Root), (entered.StatusCode, entered.Headers.Location?.ToString()));
        var cookie = entered.Headers.GetValues("Set-Cookie").Single();
        Assert.All(["httponly", "secure", "samesite=lax", $"path={Root}"], part => Assert.Contains(part, cookie, StringComparison.OrdinalIgnoreCase));
        Assert.Equal(HttpStatusCode.NotFound, (await PostAsync(link)).StatusCode);

        foreach (var document in PageDocuments.Whole.Concat(PageDocuments.OfPart).Except(["/logo", "/custom.css"]).Append("").Append("/history"))
            Assert.Equal((document, HttpStatusCode.OK), (document, await StatusAsync(document, cookie.Split(';')[0])));
    }

    [Fact]
    public async Task Who_signs_out_leaves_no_session_on_the_machine_and_a_link_alone_signs_nobody_out()
    {
        await BeginAsync("@customer.example");
        var place = new SignInPlace(app.Acme.Id, "main", app.Acme.Address);
        var session = $"status_session={app.App.Services.GetRequiredService<SignInSeals>().Session(place, "ada@customer.example", app.Clock.GetUtcNow())}";
        using var request = new HttpRequestMessage(HttpMethod.Get, Root);
        request.Headers.Add("Cookie", session);
        Assert.Contains($"action=\"{Root}/access/leave\"", await BodyAsync(await app.SendAsync(request)), StringComparison.Ordinal);

        var looked = await app.GetAsync($"{Root}/access/leave");
        var left = await PostAsync($"{Root}/access/leave");

        Assert.False(looked.Headers.Contains("Set-Cookie"));
        Assert.Equal((HttpStatusCode.SeeOther, Root), (left.StatusCode, left.Headers.Location?.ToString()));
        Assert.All(["status_session=;", "status_access=;"], name => Assert.Contains(left.Headers.GetValues("Set-Cookie"), cookie => cookie.StartsWith(name, StringComparison.Ordinal) && cookie.Contains("max-age=0", StringComparison.Ordinal) && cookie.Contains($"path={Root}", StringComparison.Ordinal)));
        await app.SaveAsync(InstallationSettings.Default);
        await app.RenewAsync(app.Acme);
        Assert.Equal(HttpStatusCode.NotFound, (await PostAsync($"{Root}/access/leave")).StatusCode);
    }

    [Fact]
    public async Task Nobody_learns_who_is_on_the_list_and_nobody_else_is_written_to()
    {
        await BeginAsync("ada@customer.example");

        var (known, stranger) = (await BodyAsync(await AskAsync("ada@customer.example")), await BodyAsync(await AskAsync("eve@customer.example")));
        foreach (var other in new[] { "ada@sub.customer.example", "ada@customer.example.evil.example", "eve@evil.example,ada@customer.example", "ada@customer.example\r\nBcc: eve@evil.example" })
            await AskAsync(other);

        Assert.Equal(known, stranger);
        Assert.Equal(["ada@customer.example"], app.Mail.Taken.Select(taken => taken.To));
    }

    [Fact]
    public async Task Without_a_session_of_this_page_at_this_place_no_output_tells_anything()
    {
        await BeginAsync("@customer.example");
        var seals = app.App.Services.GetRequiredService<SignInSeals>();
        var (here, now) = (new SignInPlace(app.Acme.Id, "main", app.Acme.Address), app.Clock.GetUtcNow());
        string?[] sessions =
        [
            null, "", "not-sealed", seals.Link(here, "ada@customer.example", now), seals.Session(here with { PageId = "other" }, "ada@customer.example", now),
            seals.Session(here with { Place = "staff.acme.example" }, "ada@customer.example", now), seals.Session(here, "ada@elsewhere.example", now), seals.Session(here, "ada@customer.example", now.AddDays(-31)),
        ];
        foreach (var session in sessions)
        {
            foreach (var document in PageDocuments.Whole.Concat(PageDocuments.OfPart).Append("").Append("/history").Append("/updates"))
                Assert.Equal((session, document, HttpStatusCode.Forbidden), (session, document, await StatusAsync(document, session is null ? null : $"status_session={session}")));
        }
    }

    [Fact]
    public async Task Whoever_leaves_the_list_is_out_at_once_and_an_old_link_lets_nobody_in()
    {
        await BeginAsync("@customer.example", "eve@elsewhere.example");
        await AskAsync("eve@elsewhere.example");
        var link = new Uri(Links().Match(app.Mail.Taken.Single().Message.TextBody ?? "").Value).PathAndQuery;
        var place = new SignInPlace(app.Acme.Id, "main", app.Acme.Address);
        var cookie = $"status_session={app.App.Services.GetRequiredService<SignInSeals>().Session(place, "eve@elsewhere.example", app.Clock.GetUtcNow())}";
        Assert.Equal(HttpStatusCode.OK, await StatusAsync("/feed.json", cookie));

        await BeginAsync("@customer.example");

        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync("/feed.json", cookie));
        Assert.Equal(HttpStatusCode.NotFound, (await PostAsync(link)).StatusCode);
        await AskAsync("ada@customer.example");
        var late = new Uri(Links().Match(app.Mail.Taken.Single().Message.TextBody ?? "").Value).PathAndQuery;
        app.Clock.Advance(TimeSpan.FromMinutes(16));
        Assert.Equal(HttpStatusCode.NotFound, (await PostAsync(late)).StatusCode);
    }

    [Fact]
    public async Task Floods_are_stopped_by_place_and_by_mailbox()
    {
        await BeginAsync("@customer.example");

        for (var asked = 0; asked < 10; asked++)
            Assert.Equal(HttpStatusCode.OK, (await AskAsync("flooded@customer.example")).StatusCode);

        Assert.Equal(HttpStatusCode.TooManyRequests, (await AskAsync("flooded@customer.example")).StatusCode);
        Assert.Equal(5, app.Mail.Taken.Count);
    }

    [Fact]
    public async Task A_page_without_readers_has_nothing_to_sign_in_to()
    {
        await BeginAsync();

        Assert.Equal(HttpStatusCode.NotFound, (await AskAsync("ada@customer.example")).StatusCode);
        Assert.Empty(app.Mail.Taken);
        Assert.DoesNotContain("<form", await BodyAsync(await app.GetAsync(Root)), StringComparison.Ordinal);
    }

    private async Task BeginAsync(params string[] readers)
    {
        app.Mail.Forget();
        // Another place asks in every test: the hour of the last one is over.
        app.Clock.Advance(TimeSpan.FromMinutes(61));
        await app.SaveAsync(InstallationSettings.Default with { StatusPages = [StatusPageSettings.BuiltIn with { Page = new PageSettings { Access = "link", Readers = readers } }] });
        await app.RenewAsync(app.Acme);
    }

    private async Task<HttpResponseMessage> AskAsync(string address)
    {
        var answer = await PostAsync($"{Root}/access", new() { ["address"] = address });
        await app.App.Services.GetRequiredService<SendSignInLinks>().SendWaitingAsync(Token);
        return answer;
    }

    private Task<HttpResponseMessage> PostAsync(string address, Dictionary<string, string>? form = null) =>
        app.SendAsync(new HttpRequestMessage(HttpMethod.Post, address) { Content = new FormUrlEncodedContent(form ?? []) });

    private async Task<HttpStatusCode> StatusAsync(string document, string? cookie)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, Root + document);
        if (cookie is not null)
            request.Headers.Add("Cookie", cookie);
        using var answer = await app.SendAsync(request);
        return answer.StatusCode;
    }

    private static Task<string> BodyAsync(HttpResponseMessage answer) => answer.Content.ReadAsStringAsync(Token);

    [GeneratedRegex(@"https://\S+", RegexOptions.None, 1000)]
    private static partial Regex Links();
}
