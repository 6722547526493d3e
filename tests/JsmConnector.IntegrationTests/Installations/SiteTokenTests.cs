using JsmConnector.Installations.AdminWebhooks;
using JsmConnector.IntegrationTests.WholeApp;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace JsmConnector.IntegrationTests.Installations;

/// <summary>Calls to sites that came through a signed webhook, by API token: at the gateway or at the site, as the token's kind demands.</summary>
public sealed class SiteTokenTests(InstalledSites app) : IClassFixture<InstalledSites>, IAsyncLifetime
{
    private const string Cloud = "11111111-2222-3333-4444-555555555555";
    private readonly List<string> _calls = [];
    private WebApplication _atlassian = null!;
    private SignedSite _site = null!;

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Configuration["urls"] = "http://127.0.0.1:0";
        _atlassian = builder.Build();
        _atlassian.MapGet("/_edge/tenant_info", () => new { cloudId = Cloud });
        _atlassian.MapGet($"/ex/jira/{Cloud}/rest/api/3/myself", (HttpContext context) => Answer(context, $"Basic {Convert.ToBase64String("bot@acme.example:good"u8)}"));
        _atlassian.MapGet("/rest/api/3/myself", (HttpContext context) => Answer(context, "Bearer personal"));
        await _atlassian.StartAsync();
        app.App.Configuration["Atlassian:ApiUrl"] = _atlassian.Urls.First();
        _site = await SignedSite.AddAsync(app, _atlassian.Urls.First());
    }

    public async ValueTask DisposeAsync()
    {
        // The next test may be given the same port, and a site is installed once.
        await _site.InAsync(app, services => services.GetRequiredService<ChangeSite>().RemoveAsync(CancellationToken.None));
        await _atlassian.DisposeAsync();
    }

    [Fact]
    public async Task A_token_with_scopes_goes_to_the_gateway_and_never_to_the_site()
    {
        Assert.Null(await SaveAsync(SiteTokenKind.Scoped, "bot@acme.example", "good"));

        var tested = await TestAsync();

        Assert.True(tested.Works, tested.Text);
        Assert.Contains("Incident bot", tested.Text, StringComparison.Ordinal);
        Assert.Equal([$"/ex/jira/{Cloud}/rest/api/3/myself"], _calls);
    }

    [Fact]
    public async Task A_personal_token_goes_to_the_site()
    {
        Assert.Null(await SaveAsync(SiteTokenKind.Personal, null, "personal"));

        Assert.True((await TestAsync()).Works);
        Assert.Equal(["/rest/api/3/myself"], _calls);
    }

    [Fact]
    public async Task A_refused_token_is_explained_and_not_repeated()
    {
        Assert.Null(await SaveAsync(SiteTokenKind.Scoped, "bot@acme.example", "run-out"));

        var tested = await TestAsync();

        Assert.False(tested.Works);
        Assert.Contains("run out", tested.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("run-out", tested.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_token_replaces_the_first()
    {
        await SaveAsync(SiteTokenKind.Scoped, "bot@acme.example", "good");
        await SaveAsync(SiteTokenKind.Personal, "bot@acme.example", "personal");

        var row = Assert.Single(await _site.RowsAsync<SiteToken>(app));
        Assert.Equal((SiteTokenKind.Personal, null, null), (row.Kind, row.Account, row.CloudId));
    }

    [Theory]
    [InlineData(SiteTokenKind.Scoped, "bot@acme.example", "")]
    [InlineData(SiteTokenKind.Scoped, "bot@acme.example", "two words")]
    [InlineData(SiteTokenKind.Scoped, "not an address", "good")]
    [InlineData(SiteTokenKind.Classic, null, "good")]
    [InlineData(SiteTokenKind.Classic, "bot@acme.example:x", "good")]
    public async Task What_cannot_be_a_token_is_refused_with_the_mend(SiteTokenKind kind, string? account, string token)
    {
        Assert.NotNull(await SaveAsync(kind, account, token));
        Assert.Empty(await _site.RowsAsync<SiteToken>(app));
    }

    private Task<string?> SaveAsync(SiteTokenKind kind, string? account, string token) =>
        _site.InAsync(app, services => services.GetRequiredService<SaveSiteToken>().SaveAsync(kind, account, token, TestContext.Current.CancellationToken));

    private Task<ConnectionTested> TestAsync() =>
        _site.InAsync(app, services => services.GetRequiredService<TestConnection>().RunAsync(TestContext.Current.CancellationToken));

    private IResult Answer(HttpContext context, string expected)
    {
        _calls.Add(context.Request.Path.Value!);
        return context.Request.Headers.Authorization == expected
            ? Results.Json(new { accountId = "bot", displayName = "Incident bot", accountType = "app" })
            : Results.StatusCode(401);
    }
}
