using System.Net;
using JsmConnector.AtlassianConnect.Client;
using Microsoft.Extensions.Time.Testing;

namespace JsmConnector.Tests.AtlassianConnect.Client;

public sealed class JiraClientLimitsTests
{
    private readonly FakeTimeProvider clock = new(new DateTimeOffset(2026, 11, 24, 10, 0, 0, TimeSpan.Zero));
    private readonly List<(string Header, string Value)> headers = [];
    private HttpStatusCode status = HttpStatusCode.TooManyRequests;
    private string body = """{"issues":[]}""";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task While_an_endpoint_rests_it_is_not_asked_and_others_are()
    {
        var http = Refusing("jira-burst-based", "7");
        var jira = Client(http);
        await jira.GetIssueAsync("1", ["status"], Cancel);

        var second = Assert.IsType<JiraResult<System.Text.Json.JsonElement>.RateLimited>(await jira.GetIssueAsync("2", ["status"], Cancel));
        await jira.GetMyselfAsync(Cancel);

        Assert.Equal(2, http.Asked.Count);
        Assert.InRange(second.Delay, TimeSpan.FromSeconds(7), TimeSpan.FromSeconds(9.1));
        Assert.Equal("jira-burst-based", second.Reason);
    }

    [Fact]
    public async Task A_used_up_quota_rests_the_whole_site_until_it_resets()
    {
        var http = Refusing("jira-quota-tenant-based", "600");
        var jira = Client(http);
        await jira.GetMyselfAsync(Cancel);
        await jira.GetServerInfoAsync(Cancel);
        Assert.Single(http.Asked);

        status = HttpStatusCode.OK;
        clock.Advance(TimeSpan.FromSeconds(600 * 1.3));

        Assert.IsType<JiraResult<JiraServerInfo>.Ok>(await jira.GetServerInfoAsync(Cancel));
    }

    [Fact]
    public async Task Writes_to_one_issue_queue_while_writes_to_others_go_on()
    {
        var http = Refusing("jira-per-issue-on-write", "2");
        var jira = Client(http);
        await jira.UpsertRemoteLinkAsync("1", Link, Cancel);
        await jira.UpsertRemoteLinkAsync("1", Link, Cancel);
        await jira.UpsertRemoteLinkAsync("2", Link, Cancel);

        Assert.Equal(["/1/", "/2/"], http.Asked.Select(asked => asked.Url[^13..^10]));
    }

    [Fact]
    public async Task Near_the_quota_work_that_can_wait_makes_room()
    {
        status = HttpStatusCode.OK;
        headers.Add(("X-RateLimit-NearLimit", "true"));
        var jira = Client(new StubHttp(_ => Answer()));

        await jira.GetMyselfAsync(Cancel);

        Assert.True(jira.ShouldSpareQuota);
        Assert.IsType<JiraResult<JiraAccount>.Ok>(await jira.GetMyselfAsync(Cancel));
        clock.Advance(TimeSpan.FromMinutes(5));
        Assert.False(jira.ShouldSpareQuota);
    }

    [Theory]
    [InlineData("""{"issues":[{"id":"1"}],"nextPageToken":"next"}""", 1, "next")]
    [InlineData("""{"issues":[{"id":"1"}],"isLast":true}""", 1, null)]
    [InlineData("""{"issues":[{"id":"1"}],"nextPageToken":null}""", 1, null)]
    [InlineData("""{"issues":[],"nextPageToken":"chained past the end"}""", 0, null)]
    public async Task A_search_ends_without_a_token_or_at_an_empty_page(string answer, int issues, string? next)
    {
        (status, body) = (HttpStatusCode.OK, answer);

        var page = (await Client(new StubHttp(_ => Answer())).SearchAsync("updated >= -5m", ["status"], null, Cancel)).ValueOrDefault()!;

        Assert.Equal((issues, next), (page.Issues.Count, page.Next));
    }

    [Fact]
    public Task A_search_without_fields_is_a_mistake_of_ours() =>
        Assert.ThrowsAsync<ArgumentException>(() => Client(new StubHttp(_ => Answer())).SearchAsync("updated >= -5m", [], null, Cancel));

    private static RemoteLink Link { get; } = new()
    {
        GlobalId = "x",
        Application = new RemoteLinkApplication { Type = "t", Name = "n" },
        Relationship = "r",
        Object = new RemoteLinkObject { Url = "https://x/y", Title = "t" },
    };

    private StubHttp Refusing(string reason, string seconds)
    {
        headers.Add(("RateLimit-Reason", reason));
        headers.Add(("Retry-After", seconds));
        return new StubHttp(_ => Answer());
    }

    private HttpResponseMessage Answer()
    {
        var response = new HttpResponseMessage(status) { Content = new StringContent(body) };
        foreach (var (name, value) in headers)
        {
            response.Headers.Add(name, value);
        }

        return response;
    }

    private JiraClient Client(StubHttp http) => new(http.CreateClient("jira"), [new JiraCredentials.Bearer(new Uri("https://acme.atlassian.net/"), "t")], "io.jsmconnector.app", clock);
}
