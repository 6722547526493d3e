using JsmConnector.Installations.Forge;

namespace JsmConnector.Tests.Installations.Forge;

public sealed class JudgeSilenceTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 26, 12, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset LongAgo = Now.AddDays(-30);

    [Fact]
    public void A_first_refusal_is_remembered_and_nothing_more() =>
        Assert.Equal(new Silence(Now, false), JudgeSilence.Judge(null, LongAgo, TokenTried.Refused, Now));

    [Fact]
    public void A_day_of_refusals_is_an_uninstallation() =>
        Assert.Equal(new Silence(Now.AddHours(-24), true), JudgeSilence.Judge(Now.AddHours(-24), LongAgo, TokenTried.Refused, Now));

    [Fact]
    public void An_hour_less_is_not() => Assert.False(JudgeSilence.Judge(Now.AddHours(-23), LongAgo, TokenTried.Refused, Now).IsGone);

    [Fact]
    public void A_call_of_Forge_in_between_begins_the_day_anew() =>
        Assert.Equal(new Silence(Now, false), JudgeSilence.Judge(Now.AddHours(-30), Now.AddHours(-2), TokenTried.Refused, Now));

    [Fact]
    public void A_token_that_works_ends_it() => Assert.Equal(new Silence(null, false), JudgeSilence.Judge(Now.AddHours(-30), LongAgo, TokenTried.Worked, Now));

    [Fact]
    public void A_token_past_its_life_says_nothing_of_the_site() =>
        Assert.Equal(new Silence(null, false), JudgeSilence.Judge(null, Now.AddDays(-3), TokenTried.TooOld, Now));

    [Fact]
    public void A_day_that_began_with_a_good_token_ends_with_an_old_one() =>
        Assert.Equal(new Silence(Now.AddHours(-24), true), JudgeSilence.Judge(Now.AddHours(-24), LongAgo, TokenTried.TooOld, Now));

    [Fact]
    public void A_month_of_silence_is_an_uninstallation_too() => Assert.True(JudgeSilence.Judge(null, Now.AddDays(-30), TokenTried.TooOld, Now).IsGone);

    [Theory]
    [InlineData(29, false)]
    [InlineData(30, true)]
    public void Without_a_token_only_a_month_of_silence_tells(int days, bool isGone) =>
        Assert.Equal(isGone, JudgeSilence.Judge(null, Now.AddDays(-days), TokenTried.None, Now).IsGone);

    [Fact]
    public void No_answer_says_nothing_of_the_site() =>
        Assert.Equal(new Silence(Now.AddHours(-30), false), JudgeSilence.Judge(Now.AddHours(-30), LongAgo, TokenTried.Unknown, Now));
}
