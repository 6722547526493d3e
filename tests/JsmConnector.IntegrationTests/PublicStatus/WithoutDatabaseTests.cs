using System.Net;
using JsmConnector.Incidents;
using JsmConnector.Installations.Settings;
using JsmConnector.IntegrationTests.Database;
using JsmConnector.Platform.Database;
using JsmConnector.PublicStatus;
using JsmConnector.StatusPages.History;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

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

    [Fact]
    public async Task A_page_that_is_not_public_any_more_or_gone_takes_its_static_copy_with_it_and_nothing_else()
    {
        var (export, root) = (_app.App.Services.GetRequiredService<ExportPages>(), Path.Combine(_app.Folder, "exported"));
        _app.App.Services.GetRequiredService<IOptions<PublicStatusOptions>>().Value.ExportFolder = root;
        await _app.SaveSettingsAsync(2, StatusPageApp.Page("main"), StatusPageApp.Page("emea"));
        await export.RunAllAsync(TestContext.Current.CancellationToken);
        var foreign = Path.Combine(root, "acme", "robots.txt");
        await File.WriteAllTextAsync(foreign, "theirs", TestContext.Current.CancellationToken);
        Assert.True(File.Exists(Path.Combine(root, "acme-emea", "history", "index.html")));

        await _app.SaveSettingsAsync(3, StatusPageApp.Page("main", new PageSettings { Access = "link" }));
        await export.RunAllAsync(TestContext.Current.CancellationToken);

        Assert.Equal([foreign], Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories));
        Assert.Contains("not public", Assert.IsType<Exported.Refused>(await export.WriteAsync(new PageKey(_app.Site, "main", "acme"), Path.Combine(root, "acme"), null, TestContext.Current.CancellationToken)).Why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Words_of_a_long_past_incident_that_are_corrected_are_corrected_in_the_copy_too()
    {
        var (export, folder, key) = (_app.App.Services.GetRequiredService<ExportPages>(), Path.Combine(_app.Folder, "past"), new PageKey(_app.Site, "main", "acme"));
        PastIncident Past(int number, string title) =>
            new($"p{number}", title, "minor", _app.Clock.GetUtcNow().AddDays(-1 - number), _app.Clock.GetUtcNow().AddDays(-1 - number).AddHours(1), [], [(Stage.Resolved, "Over.", _app.Clock.GetUtcNow().AddDays(-1 - number).AddHours(1))]);
        // More than a page in memory holds: the oldest are long past.
        var ids = await AddAsync([.. Enumerable.Range(0, 110).Select(number => Past(number, $"Past {number}"))]);
        await export.WriteAsync(key, folder, null, TestContext.Current.CancellationToken);
        var (changed, other) = (Path.Combine(folder, "incidents", ids[109], "index.html"), Path.Combine(folder, "incidents", ids[108], "index.html"));
        var before = File.GetLastWriteTimeUtc(other);

        await AddAsync([Past(109, "What it really was")]);
        await export.WriteAsync(key, folder, null, TestContext.Current.CancellationToken);

        Assert.Contains("What it really was", await File.ReadAllTextAsync(changed, TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Equal(before, File.GetLastWriteTimeUtc(other));

        async Task<IReadOnlyList<string>> AddAsync(IReadOnlyList<PastIncident> past)
        {
            await using var scope = _app.App.Services.GetRequiredService<IServiceScopeFactory>().Enter(_app.Site);
            return await scope.ServiceProvider.GetRequiredService<IPageHistory>().AddAsync(_app.Site, "main", past, null, TestContext.Current.CancellationToken);
        }
    }
}
