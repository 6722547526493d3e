using System.Text;
using JsmConnector.Incidents;
using JsmConnector.Installations;
using JsmConnector.Webhooks;
using JsmConnector.Webhooks.Forge;

namespace JsmConnector.Tests.Webhooks.Forge;

public sealed class NormaliseTriggerTests
{
    private static readonly DateTimeOffset ReceivedAt = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    private const string Created = """
        {"eventType":"avi:jira:created:issue","atlassianId":"u1","selfGenerated":false,
         "issue":{"id":"10042","key":"OPS-7","fields":{"summary":"mail is down","updated":"2024-12-29T04:11:23.659+0100","issuetype":{"name":"[System] Incident"}}},
         "changelog":{"items":[{"field":"status","fieldId":"status","fromString":"Open","toString":"Done"}]}}
        """;

    private static NormalisedTrigger Of(string body) => NormaliseTrigger.Of(Encoding.UTF8.GetBytes(body), ReceivedAt);

    private static NormalisedTrigger.Event Event(string body) => Assert.IsType<NormalisedTrigger.Event>(Of(body));

    [Fact]
    public void A_created_issue_is_observed_like_one_that_a_webhook_tells_of()
    {
        var (_, body) = Event(Created);

        var (snapshot, facts) = Assert.IsType<Intent.Observe>(TranslateWebhook.Translate(body, SiteCatalog.Empty, ReceivedAt));

        Assert.Equal(("10042", "OPS-7", "mail is down"), (snapshot.IssueId, snapshot.Key, snapshot.Summary));
        Assert.Equal(new DateTimeOffset(2024, 12, 29, 3, 11, 23, 659, TimeSpan.Zero), snapshot.TakenAt);
        Assert.Equal("status: Open → Done", Assert.Single(facts).Text);
    }

    [Fact]
    public void The_inbox_finds_event_and_ticket_in_it()
    {
        var envelope = WebhookEnvelope.Read(Event(Created).Body);

        Assert.Equal(("jira:issue_created", "10042", null), (envelope.Event, envelope.Lane, envelope.Problem));
    }

    [Fact]
    public void A_retry_has_the_key_of_the_first_attempt() =>
        Assert.Equal(Event(Created).Key, Event(Created.Replace("\"atlassianId\"", "\"retryContext\":{\"retryCount\":2},\"atlassianId\"", StringComparison.Ordinal)).Key);

    [Theory]
    [InlineData("04:11:23.659", "04:11:23.660")]
    [InlineData("10042", "10043")]
    [InlineData("avi:jira:created:issue", "avi:jira:updated:issue")]
    [InlineData("\"Done\"", "\"Closed\"")]
    public void Another_event_has_another_key(string here, string there) =>
        Assert.NotEqual(Event(Created).Key, Event(Created.Replace(here, there, StringComparison.Ordinal)).Key);

    [Theory]
    [InlineData("""{"eventType":"avi:jira:viewed:issue","issue":{"id":"1"}}""")]
    [InlineData("""{"eventType":"avi:jira:created:issue"}""")]
    [InlineData("""{"eventType":7,"issue":{"id":"1"}}""")]
    [InlineData("""{"eventType":"avi:jira:updated:issue","selfGenerated":true,"issue":{"id":"1"}}""")]
    [InlineData("[]")]
    public void What_concerns_no_incident_is_left_alone(string body) => Assert.IsType<NormalisedTrigger.Uninteresting>(Of(body));

    [Fact]
    public void Without_a_time_of_its_own_the_event_happened_when_it_came_and_a_retry_is_still_the_same()
    {
        const string deleted = """{"eventType":"avi:jira:deleted:issue","issue":{"id":"10042","key":"OPS-7"}}""";

        var later = Assert.IsType<NormalisedTrigger.Event>(NormaliseTrigger.Of(Encoding.UTF8.GetBytes(deleted), ReceivedAt.AddMinutes(1)));

        Assert.Equal(Event(deleted).Key, later.Key);
        Assert.IsType<Intent.Delete>(TranslateWebhook.Translate(later.Body, SiteCatalog.Empty, ReceivedAt));
    }

    [Fact]
    public void An_edit_of_our_own_account_is_known_by_its_id() =>
        Assert.Equal(TranslateWebhook.OwnEdit, Assert.IsType<Intent.NotOurs>(TranslateWebhook.Translate(Event(Created).Body, new SiteCatalog { AppAccountId = "u1" }, ReceivedAt)).Reason);
}
