using System.Net;
using System.Text.Json;
using JsmConnector.AtlassianConnect.Client;
using Microsoft.Extensions.Time.Testing;

namespace JsmConnector.Tests.AtlassianConnect.Client;

public sealed class JiraClientTests
{
    private static readonly JiraCredentials Site = new JiraCredentials.ConnectSecret(new Uri("https://acme.atlassian.net/"), "secret");
    private readonly FakeTimeProvider clock = new(new DateTimeOffset(2026, 11, 24, 10, 0, 0, TimeSpan.Zero));

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Fields_come_with_their_schema()
    {
        var jira = Client(_ => Json("""
            [{"id":"priority","name":"Priorität","schema":{"type":"priority","system":"priority"}},
             {"id":"customfield_1","name":"Betroffene Dienste","schema":{"custom":"x:service-entity-field-cftype"}},
             {"id":"odd","name":null,"schema":null},{"name":"no id"}]
            """));

        var fields = Value(await jira.GetFieldsAsync(Cancel));

        Assert.Equal(
            [new("priority", "Priorität", null, "priority"), new("customfield_1", "Betroffene Dienste", "x:service-entity-field-cftype", null), new("odd", "", null, null)],
            fields);
    }

    [Fact]
    public async Task Request_types_are_read_to_the_last_page()
    {
        var http = new StubHttp(request => request.RequestUri!.Query.Contains("start=0", StringComparison.Ordinal)
            ? Json("""{"size":2,"start":0,"isLastPage":false,"values":[{"id":"1","name":"Report a problem","issueTypeId":"10","serviceDeskId":"3","practice":"INCIDENT_MANAGEMENT"},{"id":2,"name":"Ask","practice":null}]}""")
            : Json("""{"size":1,"start":2,"isLastPage":true,"values":[{"id":"3","name":"Other"}]}"""));

        var types = Value(await Client(http).GetRequestTypesAsync(Cancel));

        Assert.Equal(["1", "2", "3"], types.Select(type => type.Id));
        Assert.Equal(["INCIDENT_MANAGEMENT", null, null], types.Select(type => type.Practice));
        Assert.Equal(
            ["https://acme.atlassian.net/rest/servicedeskapi/requesttype?expand=practice&start=0&limit=100", "https://acme.atlassian.net/rest/servicedeskapi/requesttype?expand=practice&start=2&limit=100"],
            http.Asked.Select(asked => asked.Url));
    }

    [Fact]
    public async Task The_changelog_keeps_ids_and_texts_apart()
    {
        var jira = Client(_ => Json("""
            {"isLast":true,"total":1,"values":[{"id":"7","author":{"accountId":"a","displayName":"Ann"},"created":"2024-10-08T16:38:03.790+0800",
              "items":[{"field":"status","fieldId":"status","from":"1","fromString":"Open","to":"3","toString":"In Progress"},{"field":"x","from":null}]}]}
            """));

        var change = Assert.Single(Value(await jira.GetChangelogAsync("10042", Cancel)));

        Assert.Equal(("1", "Open", "3", "In Progress"), (change.Items[0].From, change.Items[0].FromText, change.Items[0].To, change.Items[0].ToText));
        Assert.Equal(8, change.CreatedAt!.Value.Hour);
        Assert.Null(change.Items[1].FromText);
    }

    [Fact]
    public async Task One_comment_of_lists_in_lists_hides_no_others()
    {
        var nested = string.Concat(Enumerable.Repeat("""{"type":"bulletList","content":[{"type":"listItem","content":[""", 40))
            + """{"type":"paragraph","content":[{"type":"text","text":"deep"}]}""" + string.Concat(Enumerable.Repeat("]}]}", 40));
        var jira = Client(_ => Json("""{"startAt":0,"maxResults":100,"total":2,"comments":[{"id":"1","body":{"type":"doc","version":1,"content":[""" + nested + """]}},{"id":"2"}]}"""));

        var comments = Value(await jira.GetCommentsAsync("10042", Cancel));

        Assert.Equal(["1", "2"], comments.Select(comment => comment.Id));
        Assert.Contains("deep", JsmConnector.AtlassianConnect.Documents.AtlassianDocument.Parse(comments[0].Body).ToPlainText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Comments_tell_public_from_internal_and_from_unknown()
    {
        var jira = Client(_ => Json("""
            {"startAt":0,"maxResults":100,"total":3,"comments":[
              {"id":"1","jsdPublic":true,"body":{"type":"doc","version":1,"content":[]},"created":"2024-10-08T16:38:03.790+0000","author":{"displayName":"Ann"}},
              {"id":"2","jsdPublic":false,"visibility":{"type":"role","value":"Administrators"}},
              {"id":"3"}]}
            """));

        var comments = Value(await jira.GetCommentsAsync("10042", Cancel));

        Assert.Equal([true, false, null], comments.Select(comment => comment.JsdPublic));
        Assert.Equal([false, true, false], comments.Select(comment => comment.HasVisibility));
        Assert.Equal(JsonValueKind.Object, comments[0].Body.ValueKind);
        Assert.Equal("Ann", comments[0].Author?.DisplayName);
    }

    [Fact]
    public async Task One_odd_entry_does_not_hide_the_others()
    {
        var jira = Client(_ => Json("""{"total":2,"comments":[{"noId":true},{"id":"2"}]}"""));

        Assert.Equal("2", Assert.Single(Value(await jira.GetCommentsAsync("10042", Cancel))).Id);
    }

    [Fact]
    public async Task A_list_that_breaks_off_is_not_given_at_all()
    {
        var jira = Client(request => request.RequestUri!.Query.Contains("startAt=0", StringComparison.Ordinal)
            ? Json("""{"isLast":false,"values":[{"id":"1"}]}""")
            : new HttpResponseMessage(HttpStatusCode.BadGateway));

        Assert.IsType<JiraResult<IReadOnlyList<JiraChange>>.Unreachable>(await jira.GetChangelogAsync("1", Cancel));
    }

    [Fact]
    public async Task A_list_without_end_is_given_up()
    {
        var jira = Client(_ => Json("""{"values":[{"id":"1"}]}"""));

        Assert.IsType<JiraResult<IReadOnlyList<JiraPriority>>.Unreachable>(await jira.GetPrioritiesAsync(Cancel));
    }

    [Fact]
    public async Task A_remote_link_is_sent_whole()
    {
        var http = new StubHttp(_ => Json("""{"id":10000,"self":"x"}"""));
        var link = new RemoteLink
        {
            GlobalId = "jsmconnector:postmortem:10042",
            Application = new RemoteLinkApplication { Type = "io.jsmconnector", Name = "JsmConnector" },
            Relationship = "Post-incident review",
            Object = new RemoteLinkObject { Url = "https://x/y", Title = "Postmortem", Status = new RemoteLinkStatus { Resolved = true } },
        };

        Assert.Equal(10000, Value(await Client(http).UpsertRemoteLinkAsync("10042", link, Cancel)).Id);

        var asked = Assert.Single(http.Asked);
        Assert.Equal(("POST", "https://acme.atlassian.net/rest/api/3/issue/10042/remotelink"), (asked.Method, asked.Url));
        Assert.Equal("jsmconnector:postmortem:10042", JsonDocument.Parse(asked.Body).RootElement.GetProperty("globalId").GetString());
    }

    [Fact]
    public async Task Only_what_jira_names_is_granted()
    {
        var jira = Client(_ => Json("""{"projectPermissions":[{"permission":"EDIT_ISSUES","issues":[10042],"projects":[]}],"globalPermissions":["ADMINISTER"]}"""));

        var grants = Value(await jira.CheckPermissionsAsync(
            new PermissionQuestion
            {
                AccountId = "a",
                GlobalPermissions = ["ADMINISTER"],
                ProjectPermissions = [new ProjectPermissionQuestion { Permissions = ["EDIT_ISSUES"], IssueIds = [10042, 10043] }],
            },
            Cancel));

        Assert.True(grants.HasGlobal("ADMINISTER"));
        Assert.True(grants.HasOnIssue("EDIT_ISSUES", 10042));
        Assert.False(grants.HasOnIssue("EDIT_ISSUES", 10043));
        Assert.False(grants.HasOnIssue("BROWSE_PROJECTS", 10042));
        Assert.False(grants.HasOnProject("EDIT_ISSUES", 10042));
    }

    [Fact]
    public async Task The_wait_jira_asks_for_is_told()
    {
        var limited = Assert.IsType<JiraResult<JiraServerInfo>.RateLimited>(await Client(_ =>
        {
            var response = new HttpResponseMessage(HttpStatusCode.TooManyRequests);
            response.Headers.Add("Retry-After", "17");
            response.Headers.Add("RateLimit-Reason", "jira-burst-based");
            return response;
        }).GetServerInfoAsync(Cancel));
        var untilReset = Assert.IsType<JiraResult<JiraServerInfo>.RateLimited>(await Client(_ =>
        {
            var response = new HttpResponseMessage(HttpStatusCode.TooManyRequests);
            response.Headers.Add("X-RateLimit-Reset", "2026-11-24T10:01Z");
            return response;
        }).GetServerInfoAsync(Cancel));

        Assert.Equal("jira-burst-based", limited.Reason);
        Assert.InRange(limited.Delay, TimeSpan.FromSeconds(17), TimeSpan.FromSeconds(17 * 1.3));
        Assert.InRange(untilReset.Delay, TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(1.3));
    }

    [Fact]
    public async Task A_refusal_tells_why()
    {
        var refused = Assert.IsType<JiraResult<JsonElement>.Refused>(await Client(_ =>
            Json("""{"errorMessages":["Issue is closed."],"errors":{"summary":"Too long"}}""", HttpStatusCode.BadRequest)).GetIssueAsync("OPS-7", [], Cancel));

        Assert.Equal((400, "Issue is closed.; summary: Too long"), (refused.Status, refused.Message));
    }

    [Theory]
    [InlineData(HttpStatusCode.NotFound, typeof(JiraResult<JsonElement>.NotFound))]
    [InlineData(HttpStatusCode.ServiceUnavailable, typeof(JiraResult<JsonElement>.Unreachable))]
    [InlineData(HttpStatusCode.RequestTimeout, typeof(JiraResult<JsonElement>.Unreachable))]
    [InlineData(HttpStatusCode.Found, typeof(JiraResult<JsonElement>.Refused))]
    [InlineData(HttpStatusCode.Unauthorized, typeof(JiraResult<JsonElement>.Refused))]
    [InlineData(HttpStatusCode.Forbidden, typeof(JiraResult<JsonElement>.Refused))]
    public async Task Every_status_has_its_result(HttpStatusCode status, Type result) =>
        Assert.IsType(result, await Client(_ => new HttpResponseMessage(status) { Content = new StringContent("<html>") }).GetIssueAsync("OPS-7", ["status"], Cancel));

    [Fact]
    public async Task A_broken_answer_and_a_broken_line_are_unreachable()
    {
        Assert.IsType<JiraResult<JsonElement>.Unreachable>(await Client(_ => new HttpResponseMessage { Content = new StringContent("<html>") }).GetIssueAsync("OPS-7", [], Cancel));
        Assert.IsType<JiraResult<JsonElement>.Unreachable>(await Client(_ => throw new HttpRequestException()).GetIssueAsync("OPS-7", [], Cancel));
        Assert.IsType<JiraResult<JsonElement>.Unreachable>(await Client(_ => throw new TaskCanceledException()).GetIssueAsync("OPS-7", [], Cancel));
    }

    [Fact]
    public async Task A_caller_that_cancels_gets_its_cancellation()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Client(_ => Json("{}")).GetIssueAsync("OPS-7", [], cancelled.Token));
    }

    private JiraClient Client(Func<HttpRequestMessage, HttpResponseMessage> answer) => Client(new StubHttp(answer));

    private JiraClient Client(StubHttp http) => new(http.CreateClient("jira"), [Site], "io.jsmconnector.app", clock);

    private static T Value<T>(JiraResult<T> result) => Assert.IsType<JiraResult<T>.Ok>(result).Value;

    private static HttpResponseMessage Json(string json, HttpStatusCode status = HttpStatusCode.OK) =>
        new(status) { Content = new StringContent(json, System.Text.Encoding.UTF8, "application/json") };
}
