using System.Net;
using JsmConnector.IntegrationTests.Database;
using JsmConnector.PublicStatus;
using Microsoft.Extensions.DependencyInjection;

namespace JsmConnector.IntegrationTests.PublicStatus;

/// <summary>When the database is away the last known state is served, with its age.</summary>
public sealed class WithoutDatabaseTests(PostgresServer postgres) : IAsyncLifetime
{
    private StatusPageApp _app = null!;

    public async ValueTask InitializeAsync()
    {
        _app = await StatusPageApp.StartAsync(postgres);
        await _app.ReadAsync("/status/acme");
        await _app.BringToAsync("main", "We are looking.");
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public async Task After_a_restart_the_last_snapshot_is_shown_and_says_how_old_it_is()
    {
        var uptime = await _app.ReadAsync("/status/acme/api/v2/summary.json");
        await using var restarted = await StatusPageApp.StartAsync("Host=127.0.0.1;Port=1;Username=nobody;Database=away;Timeout=2", _app.Folder);

        using var page = await restarted.GetAsync("/status/acme");
        var html = await page.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        Assert.Contains("We are looking.", html, StringComparison.Ordinal);
        Assert.Contains("This page cannot read news at the moment.", html, StringComparison.Ordinal);
        Assert.NotNull(page.Headers.Age);
        Assert.Equal(uptime, await restarted.ReadAsync("/status/acme/api/v2/summary.json"));
        using var unknown = await restarted.GetAsync("/status/other");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, unknown.StatusCode);
        using var ready = await restarted.GetAsync("/health/ready");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.StatusCode);
    }

    [Fact]
    public async Task Without_any_snapshot_the_start_fails_as_ever() =>
        await Assert.ThrowsAnyAsync<Npgsql.NpgsqlException>(() => StatusPageApp.StartAsync("Host=127.0.0.1;Port=1;Username=nobody;Database=away;Timeout=2", Path.Combine(_app.Folder, "empty")));

    [Fact]
    public async Task A_running_node_marks_its_pages_and_takes_the_mark_away_when_news_come_again()
    {
        _app.App.Services.GetRequiredService<PageShelf>().MarkStale(_app.Clock.GetUtcNow().AddMinutes(-3));
        Assert.Contains("class=\"notice\"", await _app.ReadAsync("/status/acme"), StringComparison.Ordinal);

        await ActivatorUtilities.CreateInstance<FollowPages>(_app.App.Services).CheckAllAsync(TestContext.Current.CancellationToken);

        Assert.DoesNotContain("class=\"notice\"", await _app.ReadAsync("/status/acme"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_static_copy_holds_the_whole_page_and_a_repeat_writes_only_what_changed()
    {
        var (export, folder) = (_app.App.Services.GetRequiredService<ExportPages>(), Path.Combine(_app.Folder, "copy"));
        var key = new PageKey(_app.Site, "main", "acme");

        var first = Assert.IsType<Exported.Done>(await export.WriteAsync(key, folder, "https://status2.example.com", TestContext.Current.CancellationToken));
        var again = Assert.IsType<Exported.Done>(await export.WriteAsync(key, folder, "https://status2.example.com", TestContext.Current.CancellationToken));
        await _app.BringToAsync("main", "Another one.", incidentId: Guid.NewGuid());
        var changed = Assert.IsType<Exported.Done>(await export.WriteAsync(key, folder, "https://status2.example.com", TestContext.Current.CancellationToken));

        Assert.Equal((first.Files, first.Files, 0), (first.Written, again.Files, again.Written));
        Assert.InRange(changed.Written, 5, changed.Files - 1);
        var html = await File.ReadAllTextAsync(Path.Combine(folder, "index.html"), TestContext.Current.CancellationToken);
        Assert.Contains("Another one.", html, StringComparison.Ordinal);
        Assert.Contains("href=\"/history\"", html, StringComparison.Ordinal);
        foreach (var file in new[] { "de/index.html", "history/index.html", "api/v2/summary.json", "history.atom", "maintenance.ics", "badge.svg", "404.html" })
            Assert.True(File.Exists(Path.Combine(folder, file)), file);
        Assert.Contains("https://status2.example.com", await File.ReadAllTextAsync(Path.Combine(folder, "api/v2/summary.json"), TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }
}
