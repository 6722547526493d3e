using JsmConnector.Notifications.Channels.Slack;

namespace JsmConnector.Tests.Notifications;

public sealed class SlackSignatureTests
{
    /// <summary>The example of Slack's own page.</summary>
    private const string Secret = "8f742231b10e8888abcd99yyyzzz85a5", Time = "1531420618",
        Body = "token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c",
        Signature = "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503";
    private static readonly DateTimeOffset Sent = DateTimeOffset.FromUnixTimeSeconds(1531420618);

    [Fact]
    public void The_signature_of_the_documentation_is_ours() => Assert.Equal(Signature, SlackSignature.Sign(Secret, Time, Body));

    [Theory]
    [InlineData(Signature, Time, 0, true)]
    [InlineData(Signature, Time, 299, true)]
    [InlineData(Signature, Time, 301, false)]
    [InlineData(Signature, Time, -301, false)]
    [InlineData(Signature, "1531420619", 0, false)]
    [InlineData(Signature, "soon", 0, false)]
    [InlineData(Signature, null, 0, false)]
    [InlineData("v0=00", Time, 0, false)]
    [InlineData(null, Time, 0, false)]
    public void Only_what_is_signed_and_fresh_is_believed(string? signature, string? time, int secondsLater, bool isValid) =>
        Assert.Equal(isValid, SlackSignature.IsValid(signature, time, Secret, Body, Sent.AddSeconds(secondsLater)));

    [Fact]
    public void A_command_names_a_ticket_and_what_to_do_about_it()
    {
        Assert.Equal(new SlackCall("G8PSS9T3V", "U2CERLKJA", "roadrunner", null, SlackAct.Show, null, null), SlackCall.Read(Body));
        Assert.Equal(("OPS-7", SlackAct.TakeLead, null), Asked("ops-7+lead"));
        Assert.Equal(("OPS-7", SlackAct.Draft, null), Asked("ops-7+draft"));
        Assert.Equal(("OPS-7", SlackAct.Draft, "Mail is  slow."), Asked("ops-7+say+Mail+is++slow."));

        static (string?, SlackAct, string?) Asked(string text)
        {
            var call = SlackCall.Read(Body.Replace("text=&", $"text={text}&", StringComparison.Ordinal))!;
            return (call.Issue, call.Act, call.Words);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("payload=")]
    [InlineData("payload=%7B%22type%22%3A%22view_submission%22%7D")]
    [InlineData("payload=%7B%22type%22%3A%22block_actions%22%2C%22actions%22%3A%5B%5D%7D")]
    [InlineData("payload=%7B%22type%22%3A%5B1%5D%7D")]
    [InlineData("payload=nonsense")]
    public void What_is_none_of_ours_is_left_alone(string body) => Assert.Null(SlackCall.Read(body));
}
