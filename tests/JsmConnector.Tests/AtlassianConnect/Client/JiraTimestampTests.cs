using System.Text.Json;
using JsmConnector.AtlassianConnect.Client;

namespace JsmConnector.Tests.AtlassianConnect.Client;

public sealed class JiraTimestampTests
{
    [Theory]
    [InlineData("2024-10-08T16:38:03.790+0800", "2024-10-08T08:38:03.790Z")]
    [InlineData("2024-10-08T16:38:03.790+08:00", "2024-10-08T08:38:03.790Z")]
    [InlineData("2024-10-08T16:38:03.790-0330", "2024-10-08T20:08:03.790Z")]
    [InlineData("2024-10-08T08:38:03.790Z", "2024-10-08T08:38:03.790Z")]
    [InlineData("2024-10-08T08:38:03Z", "2024-10-08T08:38:03Z")]
    [InlineData("2024-10-08T08:38:03+0000", "2024-10-08T08:38:03Z")]
    [InlineData("2024-10-08T08:38Z", "2024-10-08T08:38:00Z")]
    [InlineData("2024-10-08T08:38:03.1234567Z", "2024-10-08T08:38:03.1234567Z")]
    [InlineData("2024-10-08", "2024-10-08T00:00:00Z")]
    public void Every_form_jira_writes_is_read_as_utc(string text, string utc)
    {
        var time = JiraTimestamp.Parse(text);

        Assert.Equal(DateTimeOffset.Parse(utc, System.Globalization.CultureInfo.InvariantCulture), time);
        Assert.Equal(TimeSpan.Zero, time!.Value.Offset);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("yesterday")]
    [InlineData("08/10/2024")]
    [InlineData("2024-13-45T00:00:00.000+0000")]
    public void What_is_no_time_is_none(string? text) => Assert.Null(JiraTimestamp.Parse(text));

    [Theory]
    [InlineData("{\"created\":null}")]
    [InlineData("{}")]
    [InlineData("{\"created\":{\"odd\":[1]}}")]
    [InlineData("{\"created\":true}")]
    [InlineData("{\"created\":99999999999999999}")]
    public void An_odd_value_does_not_spoil_the_rest(string json) => Assert.Null(JsonSerializer.Deserialize<JiraChange>(json)!.CreatedAt);

    [Fact]
    public void Milliseconds_are_read_and_writing_is_in_jiras_form()
    {
        var change = JsonSerializer.Deserialize<JiraChange>("{\"created\":1728376683790}")!;

        Assert.Contains("\"created\":\"2024-10-08T08:38:03.790+0000\"", JsonSerializer.Serialize(change).Replace("\\u002B", "+", StringComparison.Ordinal), StringComparison.Ordinal);
    }
}
