using JsmConnector.Webhooks.Reconciliation;

namespace JsmConnector.Tests.Webhooks;

public sealed class JudgeConnectTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 24, 10, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset WeekAgo = Now - JudgeConnect.Patience;

    [Theory]
    [InlineData(ConnectAnswer.Refused, true)]
    [InlineData(ConnectAnswer.Unknown, false)]
    [InlineData(ConnectAnswer.Taken, false)]
    public void A_week_of_refusals_ends_a_silent_site(ConnectAnswer answer, bool isGone) =>
        Assert.Equal(isGone, JudgeConnect.Judge(WeekAgo, WeekAgo.AddMinutes(-1), answer, Now).IsGone);

    [Fact]
    public void An_event_begins_the_week_anew() =>
        Assert.Equal((Now, false), JudgeConnect.Judge(WeekAgo, Now.AddDays(-1), ConnectAnswer.Refused, Now));

    [Fact]
    public void The_first_refusal_is_noted_and_an_outage_of_Jira_does_not_forget_it()
    {
        Assert.Equal((Now, false), JudgeConnect.Judge(null, null, ConnectAnswer.Refused, Now));
        Assert.Equal((WeekAgo, false), JudgeConnect.Judge(WeekAgo, null, ConnectAnswer.Unknown, Now));
    }
}
