using System.Net;
using JsmConnector.Incidents;
using JsmConnector.Installations.Settings;
using JsmConnector.IntegrationTests.Database;
using JsmConnector.Platform.Database;
using JsmConnector.PublicStatus;
using JsmConnector.StatusPages.Access;
using Microsoft.Extensions.DependencyInjection;

namespace JsmConnector.IntegrationTests.PublicStatus;

/// <summary>Pages behind access links: every output has the same door.</summary>
public sealed class PrivatePageTests(PostgresServer postgres) : IAsyncLifetime
{
    private const string Host = "staff.acme.example";
    private StatusPageApp _app = null!;

    private static IEnumerable<string> Documents =>
    [
        "", "/", "/history", "/updates", "/de", $"/incidents/{PublicId.Of(StatusPageApp.Email.Value)}", $"/components/{PublicId.Of(StatusPageApp.Email.Value)}", "/nothing",
        .. PageDocuments.Whole, .. PageDocuments.OfPart, $"/components/{PublicId.Of(StatusPageApp.Email.Value)}/badge.svg",
    ];

    public async ValueTask InitializeAsync()
    {
        _app = await StatusPageApp.StartAsync(postgres);
        await _app.SaveSettingsAsync(1, StatusPageApp.Page("main", new PageSettings { Access = "link", Host = Host }));
        await _app.BringToAsync("main", "Only for us.");
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Theory]
    [InlineData("/status/acme", null)]
    [InlineData("", Host)]
    public async Task Without_a_key_no_output_tells_anything(string root, string? host)
    {
        foreach (var path in Documents.Select(document => root + document).Where(path => path.Length > 0))
        {
            foreach (var query in new[] { "", "?key=", "?key=wrong" })
            {
                using var answer = await _app.GetAsync(path + query, host: host);
                var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

                Assert.Equal((path, HttpStatusCode.Forbidden), (path, answer.StatusCode));
                Assert.DoesNotContain("Only for us", text, StringComparison.Ordinal);
                Assert.DoesNotContain("Email", text, StringComparison.Ordinal);
                Assert.False(answer.Headers.Contains("Access-Control-Allow-Origin"), path);
                Assert.True(answer.Headers.CacheControl?.NoStore, path);
            }
        }
    }

    [Fact]
    public async Task A_key_opens_every_output_and_nothing_on_the_way_keeps_it()
    {
        var (_, key) = await MakeAsync();
        foreach (var document in PageDocuments.Whole.Concat(PageDocuments.OfPart).Except(["/logo", "/custom.css"]))
        {
            using var answer = await _app.GetAsync($"/status/acme{document}?key={key}");
            Assert.Equal((document, HttpStatusCode.OK), (document, answer.StatusCode));
            Assert.Equal("no-store, private", answer.Headers.CacheControl?.ToString());
            Assert.False(answer.Headers.Contains("Access-Control-Allow-Origin"), document);
        }
    }

    [Fact]
    public async Task An_access_link_becomes_a_cookie_and_leaves_the_address()
    {
        var (_, key) = await MakeAsync();

        using var link = await _app.GetAsync($"/status/acme?key={key}");
        var cookie = link.Headers.GetValues("Set-Cookie").Single();
        using var page = await _app.GetAsync("/status/acme", cookie: cookie.Split(';')[0]);

        Assert.Equal((HttpStatusCode.SeeOther, "./acme"), (link.StatusCode, link.Headers.Location?.ToString()));
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("secure", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("Only for us.", await page.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_withdrawn_or_expired_key_opens_nothing_any_more()
    {
        var (withdrawn, key) = await MakeAsync();
        var (_, expiring) = await MakeAsync(_app.Clock.GetUtcNow().AddHours(1));
        using var before = await _app.GetAsync($"/status/acme/feed.json?key={key}");
        Assert.Equal(HttpStatusCode.OK, before.StatusCode);

        await InAsync(links => links.WithdrawAsync(_app.Site, "main", withdrawn, CancellationToken.None));
        _app.Clock.Advance(TimeSpan.FromHours(2));

        using var after = await _app.GetAsync($"/status/acme/feed.json?key={key}");
        using var late = await _app.GetAsync($"/status/acme/feed.json?key={expiring}");
        Assert.Equal((HttpStatusCode.Forbidden, HttpStatusCode.Forbidden), (after.StatusCode, late.StatusCode));
    }

    [Fact]
    public async Task A_key_of_one_page_does_not_open_another()
    {
        await _app.SaveSettingsAsync(2, StatusPageApp.Page("main", new PageSettings { Access = "link" }), StatusPageApp.Page("customer", new PageSettings { Access = "link" }));
        var (_, key) = await MakeAsync();

        using var other = await _app.GetAsync($"/status/acme-customer/feed.json?key={key}");

        Assert.Equal(HttpStatusCode.Forbidden, other.StatusCode);
    }

    [Fact]
    public async Task A_static_copy_of_it_is_refused() => Assert.IsType<Exported.Refused>(
        await _app.App.Services.GetRequiredService<ExportPages>().WriteAsync(new PageKey(_app.Site, "main", "acme"), Path.Combine(_app.Folder, "copy"), null, TestContext.Current.CancellationToken));

    private async Task<(Guid Id, string Key)> MakeAsync(DateTimeOffset? until = null)
    {
        var (link, key) = (await InAsync(links => links.MakeAsync(_app.Site, "main", "Colleagues", until, null, CancellationToken.None)))!.Value;
        return (link.Id, key);
    }

    private async Task<T> InAsync<T>(Func<AccessLinks, Task<T>> run)
    {
        await using var scope = _app.App.Services.GetRequiredService<IServiceScopeFactory>().Enter(_app.Site);
        var result = await run(scope.ServiceProvider.GetRequiredService<AccessLinks>());
        await _app.RenewAsync();
        return result;
    }
}
