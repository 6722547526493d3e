using System.Text;
using JsmConnector.Deliveries;
using JsmConnector.Installations.Settings;
using JsmConnector.StatusPages.Providers.Statuspage;
using static JsmConnector.Tests.StatusPages.Providers.Statuspage.MirrorTasks;

namespace JsmConnector.Tests.StatusPages.Providers.Statuspage;

public sealed class JudgeStatuspageAnswerTests
{
    [Theory]
    [InlineData(420, null, 60)]
    [InlineData(429, null, 60)]
    [InlineData(429, 7, 7)]
    public void Too_fast_waits_as_long_as_asked(int status, int? retryAfter, int expected)
    {
        var later = Assert.IsType<DeliveryOutcome.Later>(Judge(status, retryAfter: retryAfter));

        Assert.Equal(Noon.AddSeconds(expected), later.At);
    }

    [Theory]
    [InlineData(401)]
    [InlineData(403)]
    public void A_key_that_is_not_accepted_names_the_mend(int status) =>
        Assert.Contains("enter a new one in settings", Assert.IsType<DeliveryOutcome.Never>(Judge(status)).Reason, StringComparison.Ordinal);

    [Fact]
    public void A_deleted_incident_and_a_missing_page_are_told_apart()
    {
        Assert.Contains("deleted it there", Assert.IsType<DeliveryOutcome.Never>(Judge(404, incident: "r1")).Reason, StringComparison.Ordinal);
        Assert.Contains("check the page id", Assert.IsType<DeliveryOutcome.Never>(Judge(404)).Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(503)]
    [InlineData(408)]
    public void A_page_in_trouble_is_tried_again_with_the_common_back_off(int status) =>
        Assert.Null(Assert.IsType<DeliveryOutcome.Later>(Judge(status)).At);

    [Fact]
    public void A_refusal_names_the_remote_message() =>
        Assert.Contains("Name is too long", Assert.IsType<DeliveryOutcome.Never>(Judge(422, "Name is too long")).Reason, StringComparison.Ordinal);

    [Theory]
    [InlineData("""{"message":"no good"}""", "no good")]
    [InlineData("""{"error":"Could not authenticate"}""", "Could not authenticate")]
    [InlineData("""{"error":["one","two"]}""", "one, two")]
    [InlineData("""{"error":{"name":["too long","odd"],"status":"bad"}}""", "name: too long, odd; status: bad")]
    [InlineData("""{"error":"the key s3cret is wrong"}""", "the key *** is wrong")]
    [InlineData("""{"message":"two\nlines"}""", "two lines")]
    [InlineData("""{"error":null}""", null)]
    [InlineData("""["x"]""", null)]
    [InlineData("<html>", null)]
    [InlineData("", null)]
    public void The_remote_message_is_read_in_all_its_forms(string body, string? expected) =>
        Assert.Equal(expected, RemoteMessage.Read(Encoding.UTF8.GetBytes(body), "s3cret"));

    [Fact]
    public void A_remote_message_of_any_length_becomes_a_short_line() =>
        Assert.InRange(RemoteMessage.Read(Encoding.UTF8.GetBytes($$"""{"error":"{{new string('x', 100_000)}}"}"""), "s3cret")!.Length, 200, 300);

    [Theory]
    [InlineData(null, "key", "no page id")]
    [InlineData("../../evil", "key", "page id")]
    [InlineData("gytm4qzbx9t6", null, "no API key")]
    [InlineData("gytm4qzbx9t6", "two\nlines", "API key")]
    public void Settings_that_cannot_work_name_the_mend_and_not_the_key(string? page, string? key, string expected)
    {
        var (access, problem) = StatuspageAccess.Of(new StatusPageSettings { Id = "sp", Provider = "statuspage", PageId = page, ApiKey = key });

        Assert.Null(access);
        Assert.Contains(expected, problem, StringComparison.Ordinal);
        Assert.DoesNotContain("two", problem, StringComparison.Ordinal);
    }

    private static DeliveryOutcome Judge(int status, string? message = null, int? retryAfter = null, string? incident = null)
    {
        var (access, _) = StatuspageAccess.Of(Of().Page);
        var wait = retryAfter is { } seconds ? TimeSpan.FromSeconds(seconds) : (TimeSpan?)null;
        return JudgeStatuspageAnswer.Failure(new StatuspageAnswer.Refused(status, message, wait), access!, incident, Noon);
    }
}
