using System.Net;
using System.Text.Json.Nodes;
using JsmConnector.Incidents;
using JsmConnector.Installations.Settings;
using JsmConnector.IntegrationTests.Database;

namespace JsmConnector.IntegrationTests.PublicStatus;

/// <summary>Pages with a host name of their own.</summary>
public sealed class OwnHostTests(PostgresServer postgres) : IAsyncLifetime
{
    private const string Host = "status.acme.example";
    private StatusPageApp _app = null!;

    public async ValueTask InitializeAsync()
    {
        _app = await StatusPageApp.StartAsync(postgres);
        await _app.SaveSettingsAsync(1, StatusPageApp.Page("main", new PageSettings { Host = Host, Title = "Acme Cloud" }));
        await _app.BringToAsync("main", "We are looking.");
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Theory]
    [InlineData("/")]
    [InlineData("/history")]
    [InlineData("/de")]
    [InlineData("/api/v2/summary.json")]
    [InlineData("/history.atom")]
    [InlineData("/embed.js")]
    public async Task A_page_stands_at_the_root_of_its_own_name(string path)
    {
        using var answer = await _app.GetAsync(path, host: Host.ToUpperInvariant());

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task Links_stay_under_the_name_that_the_reader_came_by_and_programs_are_told_the_own_name()
    {
        using var own = await _app.GetAsync("/", host: Host);
        var html = await own.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Contains("href=\"/history\"", html, StringComparison.Ordinal);
        Assert.DoesNotContain("/status/acme", html, StringComparison.Ordinal);
        Assert.Contains("Acme Cloud", html, StringComparison.Ordinal);
        Assert.Contains("href=\"/status/acme/history\"", await _app.ReadAsync("/status/acme"), StringComparison.Ordinal);

        using var summary = await _app.GetAsync("/api/v2/summary.json", host: Host);
        var here = JsonNode.Parse(await summary.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!["page"]!;
        var there = JsonNode.Parse(await _app.ReadAsync("/status/acme/api/v2/summary.json"))!["page"]!;

        Assert.Equal($"https://{Host}", (string?)here["url"]);
        Assert.Equal(((string?)here["id"], (string?)here["url"]), ((string?)there["id"], (string?)there["url"]));
    }

    [Fact]
    public async Task A_name_that_nobody_has_and_a_path_that_the_page_lacks_are_404()
    {
        using var stranger = await _app.GetAsync("/history", host: "status.stranger.example");
        using var missing = await _app.GetAsync("/nothing", host: Host);
        using var problem = await _app.GetAsync("/api/v2/nothing.json", host: Host);

        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.NotFound, HttpStatusCode.NotFound), (stranger.StatusCode, missing.StatusCode, problem.StatusCode));
        Assert.Contains("Acme Cloud", await missing.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Equal("application/problem+json", problem.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task Whoever_writes_the_name_of_another_into_his_settings_does_not_get_its_readers()
    {
        var thief = await _app.InstallAsync("thief");
        await _app.SaveSettingsAsync(thief, 5, StatusPageApp.Page("main", new PageSettings { Host = Host, Title = "Thief" }));

        using var answer = await _app.GetAsync("/", host: Host);

        Assert.Contains("Acme Cloud", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_health_of_the_app_is_not_a_page()
    {
        using var live = await _app.GetAsync("/health/live", host: Host);

        Assert.Equal(HttpStatusCode.OK, live.StatusCode);
    }

    [Fact]
    public async Task A_page_for_some_components_knows_nothing_of_the_others()
    {
        await _app.SaveSettingsAsync(2, StatusPageApp.Page("main", new PageSettings { Host = Host, Components = ["Chat"] }));

        using var answer = await _app.GetAsync("/api/v2/summary.json", host: Host);
        var summary = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        Assert.DoesNotContain("Email", summary, StringComparison.Ordinal);
        using var incident = await _app.GetAsync($"/incidents/{PublicId.Of(StatusPageApp.Email.Value)}", host: Host);
        Assert.Equal(HttpStatusCode.NotFound, incident.StatusCode);
    }
}
