using System.Net;
using JsmConnector.Installations.Settings;
using JsmConnector.IntegrationTests.Database;
using JsmConnector.Platform.Database;
using JsmConnector.PublicStatus;
using JsmConnector.StatusPages.Hosts;
using Microsoft.Extensions.DependencyInjection;

namespace JsmConnector.IntegrationTests.PublicStatus;

/// <summary>Host names that nobody vouches for are served only once the site has shown that they are its own.</summary>
public sealed class HostProofTests(PostgresServer postgres) : IAsyncLifetime
{
    private const string Host = "status.customer.example";
    private readonly Dictionary<string, string> _web = [];
    private StatusPageApp _app = null!;

    public async ValueTask InitializeAsync()
    {
        _app = await StatusPageApp.StartAsync(await postgres.CreateDatabaseAsync(), Directory.CreateTempSubdirectory("status-pages").FullName, services =>
            services.AddHttpClient(ProveHosts.ClientName).ConfigurePrimaryHttpMessageHandler(() => new Web(_web)));
        _app.Site = await _app.InstallAsync("acme");
        await _app.SaveSettingsAsync(1, StatusPageApp.Page("main", new PageSettings { Host = Host, Title = "Acme Cloud" }));
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public async Task A_name_is_served_after_its_proof_and_stays_when_the_file_goes()
    {
        Assert.Equal(HttpStatusCode.NotFound, (await GetAsync()).Status);
        await CheckAsync();
        Assert.Contains("could not be read", (await RowAsync(_app.Site)).Problem, StringComparison.Ordinal);

        // On the domain that the name is in: its website is where most can put a file.
        _web[$"https://customer.example{HostProof.Path}"] = $"# hosts\r\n{HostProof.LineOf(_app.Site)}\r\n";
        await CheckAsync();
        Assert.Contains("Acme Cloud", (await GetAsync()).Html, StringComparison.Ordinal);
        _web.Clear();
        await CheckAsync();

        Assert.Equal((HttpStatusCode.OK, null), ((await GetAsync()).Status, (await RowAsync(_app.Site)).Problem));
    }

    [Fact]
    public async Task Whoever_was_first_to_write_a_name_down_has_nothing_of_it_and_a_domain_that_changes_hands_goes_with_its_new_owner()
    {
        var owner = await _app.InstallAsync("owner");
        await _app.SaveSettingsAsync(owner, 2, StatusPageApp.Page("main", new PageSettings { Host = Host, Title = "The Owner" }));
        _web[$"https://{Host}{HostProof.Path}"] = HostProof.LineOf(owner);
        await CheckAsync();
        Assert.Contains("The Owner", (await GetAsync()).Html, StringComparison.Ordinal);

        _app.Clock.Advance(TimeSpan.FromDays(30));
        _web[$"https://{Host}{HostProof.Path}"] = HostProof.LineOf(_app.Site);
        await CheckAsync();
        // What FollowPages does every few seconds.
        foreach (var held in _app.App.Services.GetRequiredService<PageShelf>().All.ToList())
            _app.App.Services.GetRequiredService<PageShelf>().Drop(held);

        Assert.Contains("Acme Cloud", (await GetAsync()).Html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("jsmconnector-site=", "another site's line")]
    [InlineData("<html>Not here</html>", "a page that answers everything")]
    public async Task What_is_not_exactly_the_line_proves_nothing(string text, string what)
    {
        foreach (var place in HostProof.Places(Host))
            _web[place.ToString()] = text;
        await CheckAsync();

        Assert.Equal((what, HttpStatusCode.NotFound), (what, (await GetAsync()).Status));
        Assert.DoesNotContain(HostProof.Places(Host), place => place.Host == "example");
    }

    private async Task CheckAsync()
    {
        await _app.App.Services.GetRequiredService<ProveHosts>().RunAsync(TestContext.Current.CancellationToken);
        // Names that were asked for in vain are not asked of the database for some seconds.
        _app.Clock.Advance(TimeSpan.FromSeconds(5));
    }

    private async Task<(HttpStatusCode Status, string Html)> GetAsync()
    {
        using var answer = await _app.GetAsync("/history", host: Host);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    private Task<PageHost> RowAsync(InstallationId site) => _app.InAsync(site, database => Task.FromResult(database.Set<PageHost>().Single()));

    private sealed class Web(Dictionary<string, string> files) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => files.TryGetValue(request.RequestUri!.ToString(), out var text)
            ? Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(text) })
            : Task.FromException<HttpResponseMessage>(new HttpRequestException("no such host"));
    }
}
