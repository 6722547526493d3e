using JsmConnector.AtlassianConnect.Client;

namespace JsmConnector.Tests.AtlassianConnect.Client;

public sealed class JiraLimitTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 24, 10, 40, 0, TimeSpan.Zero);
    private static readonly JiraCall Edit = JiraCall.Of(HttpMethod.Put, "/rest/api/3/issue/10042/properties/x?y=1");

    [Theory]
    [InlineData("GET", "/rest/api/3/issue/10042?fields=a", "GET /rest/api/3/issue/{}")]
    [InlineData("GET", "/rest/api/3/issue/OPS-7/changelog?startAt=0", "GET /rest/api/3/issue/{}/changelog")]
    [InlineData("POST", "/rest/api/3/permissions/check", "POST /rest/api/3/permissions/check")]
    [InlineData("GET", "/rest/api/3/search/jql?jql=issue/1", "GET /rest/api/3/search/jql")]
    public void Calls_of_one_endpoint_are_limited_together(string method, string path, string endpoint) =>
        Assert.Equal(endpoint, JiraCall.Of(new HttpMethod(method), path).Endpoint);

    [Theory]
    [InlineData("jira-quota-global-based", "site")]
    [InlineData("jira-quota-tenant-based", "site")]
    [InlineData("jira-burst-based", "PUT /rest/api/3/issue/{}/properties/{}")]
    [InlineData("jira-per-issue-on-write", "issue 10042")]
    [InlineData("something new", "PUT /rest/api/3/issue/{}/properties/{}")]
    [InlineData(null, "PUT /rest/api/3/issue/{}/properties/{}")]
    public void The_reason_says_what_rests(string? reason, string scope) => Assert.Equal(scope, Edit.ScopeOf(reason));

    [Fact]
    public void Reading_an_issue_goes_on_while_its_writes_rest() =>
        Assert.DoesNotContain("issue 10042", JiraCall.Of(HttpMethod.Get, "/rest/api/3/issue/10042").Scopes);

    [Theory]
    [InlineData(0, 7)]
    [InlineData(1, 9.1)]
    public void The_wait_jira_asks_for_is_the_minimum(double chance, double seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), After(null, TimeSpan.FromSeconds(7), chance).Until - Now);

    [Fact]
    public void Without_a_wait_pauses_double_to_thirty_seconds_and_are_spread()
    {
        var (limit, waits) = ((JiraLimit?)null, new List<double>());
        for (var i = 0; i < 5; i++)
        {
            limit = After(limit, null, 0.5);
            waits.Add((limit.Until - Now).TotalSeconds);
        }

        Assert.Equal([5, 10, 20, 30, 30], waits);
        Assert.Equal(3.5, (After(null, null, 0).Until - Now).TotalSeconds);
        Assert.Equal(6.5, (After(null, null, 1).Until - Now).TotalSeconds);
    }

    [Fact]
    public void An_endpoint_that_refuses_again_and_again_is_asked_less_often_than_it_says()
    {
        var third = Enumerable.Range(0, 3).Aggregate((JiraLimit?)null, (last, _) => After(last, TimeSpan.FromSeconds(1), 0.5));

        Assert.Equal((3, 20), (third!.Refusals, (third.Until - Now).TotalSeconds));
    }

    [Fact]
    public void A_quiet_minute_makes_it_the_first_refusal_again() =>
        Assert.Equal(1, After(new JiraLimit("x", Now.AddMinutes(-2), 6, null), null, 0.5).Refusals);

    [Fact]
    public void A_quota_without_a_wait_rests_to_the_full_hour() =>
        Assert.Equal(Now.AddMinutes(20), JiraLimit.After(null, JiraCall.Site, "jira-quota-tenant-based", null, Now, 0.9).Until);

    private static JiraLimit After(JiraLimit? last, TimeSpan? asked, double chance) => JiraLimit.After(last, "x", "jira-burst-based", asked, Now, chance);
}
