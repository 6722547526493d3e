using JsmConnector.Webhooks.Reconciliation;

namespace JsmConnector.Tests.Webhooks;

public sealed class JudgeConnectTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 24, 10, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset WeekAgo = Now - JudgeConnect.Patience;
    private static readonly ConnectRefusals Many = new(WeekAgo, JudgeConnect.Enough);

    [Theory]
    [InlineData(ConnectAnswer.Refused, true)]
    [InlineData(ConnectAnswer.Unknown, false)]
    [InlineData(ConnectAnswer.Taken, false)]
    public void A_week_of_refusals_ends_a_silent_site(ConnectAnswer answer, bool isGone) =>
        Assert.Equal(isGone, Judge(Many, WeekAgo.AddMinutes(-1), answer).IsGone);

    [Fact]
    public void Two_refusals_with_our_own_downtime_between_them_prove_nothing() =>
        Assert.False(Judge(new ConnectRefusals(WeekAgo, 1), null, ConnectAnswer.Refused).IsGone);

    [Fact]
    public void An_event_begins_the_week_anew() =>
        Assert.Equal((new ConnectRefusals(Now, 1), false), Judge(Many, Now.AddDays(-1), ConnectAnswer.Refused));

    [Fact]
    public void An_outage_of_Jira_forgets_nothing_and_adds_nothing() =>
        Assert.Equal((Many, false), Judge(Many, null, ConnectAnswer.Unknown));

    [Fact]
    public void A_site_that_was_switched_off_has_three_months() =>
        Assert.False(JudgeConnect.Judge(Many, null, ConnectAnswer.Refused, JudgeConnect.PatienceWhileDisabled, Now).IsGone);

    private static (ConnectRefusals Refusals, bool IsGone) Judge(ConnectRefusals before, DateTimeOffset? heardAt, ConnectAnswer answer) =>
        JudgeConnect.Judge(before, heardAt, answer, JudgeConnect.Patience, Now);
}
