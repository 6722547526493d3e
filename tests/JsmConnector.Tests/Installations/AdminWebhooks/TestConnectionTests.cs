using JsmConnector.AtlassianConnect.Client;
using JsmConnector.Installations.AdminWebhooks;

namespace JsmConnector.Tests.Installations.AdminWebhooks;

public sealed class TestConnectionTests
{
    [Fact]
    public void An_answer_names_the_account() =>
        Assert.Equal(
            new ConnectionTested(true, "Jira answered and knows the app as Incident bot."),
            TestConnection.Judge(new JiraResult<JiraAccount>.Ok(new JiraAccount { AccountId = "5b", DisplayName = "Incident bot" }), SiteTokenKind.Scoped));

    [Theory]
    [InlineData(SiteTokenKind.Scoped, "scope read:jira-work")]
    [InlineData(SiteTokenKind.Classic, "token with scopes")]
    [InlineData(SiteTokenKind.Personal, "personal access token")]
    public void A_refused_token_names_the_likely_mistake_of_its_kind(SiteTokenKind kind, string mend)
    {
        var tested = TestConnection.Judge(new JiraResult<JiraAccount>.Refused(401, "Unauthorized"), kind);

        Assert.False(tested.Works);
        Assert.Contains(mend, tested.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_failure_says_what_to_do()
    {
        JiraResult<JiraAccount>[] failures =
        [
            new JiraResult<JiraAccount>.Refused(403, ""), new JiraResult<JiraAccount>.NotFound(), new JiraResult<JiraAccount>.RateLimited(TimeSpan.FromSeconds(5), null),
            new JiraResult<JiraAccount>.Unreachable("no answer in time"),
        ];

        Assert.All(failures, failure => Assert.False(TestConnection.Judge(failure, SiteTokenKind.Scoped).Works));
        Assert.Equal(failures.Length, failures.Select(failure => TestConnection.Judge(failure, SiteTokenKind.Scoped).Text).Distinct().Count());
    }
}
