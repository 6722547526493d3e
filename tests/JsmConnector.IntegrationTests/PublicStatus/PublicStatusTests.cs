using System.Net;
using System.Text.Json;
using JsmConnector.Installations.Settings;
using JsmConnector.IntegrationTests.Database;
using JsmConnector.PublicStatus;
using JsmConnector.StatusPages.Providers.Builtin;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace JsmConnector.IntegrationTests.PublicStatus;

public sealed class PublicStatusTests(PostgresServer postgres) : IAsyncLifetime
{
    private StatusPageApp _app = null!;

    public async ValueTask InitializeAsync() => _app = await StatusPageApp.StartAsync(postgres);

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public async Task The_same_task_twice_and_side_by_side_leaves_the_same_rows_and_one_version()
    {
        await _app.BringToAsync("main", "We are looking.");
        var before = await RowsAsync();

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => _app.BringToAsync("main", "We are looking.")));

        Assert.Equal(before, await RowsAsync());
    }

    [Fact]
    public async Task A_change_is_seen_at_once_and_bytes_that_a_reader_has_are_not_sent_again()
    {
        using var first = await _app.GetAsync("/status/acme");
        using var again = await _app.GetAsync("/status/acme", first.Headers.ETag!.Tag);
        Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);

        await _app.BringToAsync("main", "We are looking.");
        var html = "";
        for (var attempt = 0; attempt < 500 && !html.Contains("We are looking.", StringComparison.Ordinal); attempt++, await Task.Delay(20, TestContext.Current.CancellationToken))
            html = await _app.ReadAsync("/status/acme");

        Assert.Contains("Problem with Email", html, StringComparison.Ordinal);
        using var after = await _app.GetAsync("/status/acme", first.Headers.ETag.Tag);
        Assert.Equal(HttpStatusCode.OK, after.StatusCode);
    }

    [Fact]
    public async Task Settings_name_the_pages_and_a_site_without_a_built_in_one_does_not_say_that_all_is_well()
    {
        await _app.SaveSettingsAsync(1, StatusPageApp.Page("main"), StatusPageApp.Page("emea"));
        await _app.BringToAsync("emea", "Only in EMEA.");
        Assert.Contains("Only in EMEA.", await _app.ReadAsync("/status/acme-emea"), StringComparison.Ordinal);
        Assert.Contains("All systems operational", await _app.ReadAsync("/status/acme"), StringComparison.Ordinal);

        await _app.SaveSettingsAsync(2, new StatusPageSettings { Id = "sp", Provider = "statuspage" });
        await ActivatorUtilities.CreateInstance<FollowPages>(_app.App.Services).CheckAllAsync(TestContext.Current.CancellationToken);

        foreach (var path in new[] { "/status/acme", "/status/acme-emea", "/status" })
        {
            using var gone = await _app.GetAsync(path);
            Assert.Equal((path, HttpStatusCode.NotFound), (path, gone.StatusCode));
        }
    }

    [Theory]
    [InlineData("/status/nobody")]
    [InlineData("/status/%C3%A9")]
    [InlineData("/status/acme//")]
    [InlineData("/status/acme/incidents/000000000000")]
    [InlineData("/status/acme/incidents/..%2f..%2f")]
    [InlineData("/status/acme/history/1")]
    [InlineData("/status/acme/history/02")]
    [InlineData("/status/acme/history/99999999999")]
    [InlineData("/status/acme/components/000000000000")]
    [InlineData("/status/acme/components/000000000000/history.atom")]
    [InlineData("/status/acme/fr")]
    [InlineData("/status/acme/logo")]
    [InlineData("/status/acme/api/v2/other.json")]
    public async Task What_is_not_there_is_a_real_404(string path)
    {
        using var answer = await _app.GetAsync(path);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Equal(path.EndsWith(".json", StringComparison.Ordinal), answer.Content.Headers.ContentType?.MediaType == "application/problem+json");
    }

    [Fact]
    public async Task Every_document_that_the_page_lists_is_there()
    {
        await _app.BringToAsync("main", "We are looking.");
        var id = StatusPageApp.Email.Value;
        string[] people = ["", "/history", "/updates", "/de", "/de/history", $"/components/{JsmConnector.Incidents.PublicId.Of(id)}", $"/incidents/{JsmConnector.Incidents.PublicId.Of(id)}"];

        foreach (var document in people.Concat(PageDocuments.Whole.Except(["/logo", "/custom.css"])).Concat(PageDocuments.OfPart))
        {
            using var answer = await _app.GetAsync("/status/acme" + document);
            Assert.Equal((document, HttpStatusCode.OK), (document, answer.StatusCode));
            Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
            Assert.Contains("default-src 'none'", answer.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task History_is_read_page_by_page_however_long_it_is()
    {
        await _app.BringToAsync("main", "We are looking.");
        await _app.InAsync(database => database.Database.ExecuteSqlRawAsync("""
            insert into published_incidents (installation_id, page_id, public_id, title, stage, impact, started_at, resolved_at, created_at, updated_at, component_ids)
            select installation_id, page_id, 'past' || lpad(n::text, 8, '0'), 'Past ' || n, 'resolved', 'minor', started_at - n * interval '1 hour', started_at, created_at, updated_at, array[]::text[]
            from published_incidents, generate_series(1, 160) n
            """));
        await _app.RenewAsync();

        Assert.Contains("Page 1 of 7", await _app.ReadAsync("/status/acme/history"), StringComparison.Ordinal);
        var last = await _app.ReadAsync("/status/acme/history/7");
        Assert.Contains("Past 160", last, StringComparison.Ordinal);
        Assert.DoesNotContain("rel=\"next\"", last, StringComparison.Ordinal);
        using var beyond = await _app.GetAsync("/status/acme/history/8");
        Assert.Equal(HttpStatusCode.NotFound, beyond.StatusCode);
        Assert.Contains("Past 160", await _app.ReadAsync("/status/acme/incidents/past00000160"), StringComparison.Ordinal);
        Assert.DoesNotContain("Past 160", await _app.ReadAsync("/status/acme"), StringComparison.Ordinal);
    }

    private Task<string> RowsAsync() => _app.InAsync(async database => JsonSerializer.Serialize(new object[]
    {
        await database.Set<PublishedPage>().ToListAsync(), await database.Set<PublishedComponent>().ToListAsync(), await database.Set<ComponentStateChange>().ToListAsync(),
        await database.Set<PublishedIncident>().ToListAsync(), await database.Set<PublishedUpdate>().ToListAsync(),
    }));
}
