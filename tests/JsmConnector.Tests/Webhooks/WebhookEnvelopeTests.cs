using System.Text;
using JsmConnector.Webhooks;

namespace JsmConnector.Tests.Webhooks;

public sealed class WebhookEnvelopeTests
{
    private static WebhookEnvelope Read(string body) => WebhookEnvelope.Read(Encoding.UTF8.GetBytes(body));

    [Theory]
    [InlineData("""{"webhookEvent":"jira:issue_updated","issue":{"id":"10042","key":"OPS-7"}}""", "jira:issue_updated", "10042")]
    [InlineData("""{"issue":{"fields":{"id":"1"},"id":10042},"webhookEvent":"jira:issue_created"}""", "jira:issue_created", "10042")]
    [InlineData("""{"webhookEvent":"comment_created","comment":{"self":"https://x.atlassian.net/rest/api/2/issue/10040/comment/10019"}}""", "comment_created", "10040")]
    [InlineData("""{"webhookEvent":"comment_created","comment":null,"issue":null}""", "comment_created", "-")]
    [InlineData("""{"webhookEvent":"project_created","project":{"id":3}}""", "project_created", "-")]
    public void The_event_and_its_issue_are_found_wherever_they_stand(string body, string name, string lane)
    {
        var envelope = Read(body);

        Assert.Equal((name, lane, null), (envelope.Event, envelope.Lane, envelope.Problem));
    }

    [Theory]
    [InlineData("")]
    [InlineData("not json")]
    [InlineData("[]")]
    [InlineData("{\"webhookEvent\":\"x\"")]
    [InlineData("{\"webhookEvent\":\"x\"} {}")]
    [InlineData("{\"issue\":{\"id\":\"1\"}}")]
    public void What_cannot_be_read_names_the_problem(string body) => Assert.NotNull(Read(body).Problem);

    [Fact]
    public void Bytes_that_are_no_text_name_the_problem() => Assert.NotNull(WebhookEnvelope.Read([0x7b, 0xff, 0xfe, 0x00]).Problem);

    [Fact]
    public void A_body_nested_without_end_is_refused_not_followed() =>
        Assert.NotNull(Read("{\"webhookEvent\":\"x\",\"a\":" + new string('[', 100_000) + new string(']', 100_000) + "}").Problem);
}
