using JsmConnector.AtlassianConnect.Client;
using JsmConnector.Installations;

namespace JsmConnector.Tests.Installations;

public sealed class OfferedCredentialsTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 24, 10, 0, 0, TimeSpan.Zero);
    private static readonly OfferedCredentials Secret = Offer("secret", Now.AddMonths(-8), null);

    [Fact]
    public void The_credential_that_reached_us_last_is_used() =>
        Assert.Equal("newer", Chosen(Secret, Offer("older", Now.AddHours(-1), null), Offer("newer", Now.AddMinutes(-5), Now.AddHours(2))));

    [Fact]
    public void A_token_that_ran_out_gives_way_to_an_older_secret() =>
        Assert.Equal("secret", Chosen(Offer("token", Now.AddHours(-2), Now), Secret));

    [Fact]
    public void A_token_about_to_run_out_is_used_only_when_there_is_no_other()
    {
        var ending = Offer("ending", Now.AddHours(-2), Now.AddSeconds(30));

        Assert.Equal("secret", Chosen(ending, Secret));
        Assert.Equal("ending", Chosen(ending));
    }

    [Fact]
    public void A_token_that_Jira_refused_lately_is_used_only_when_there_is_no_other()
    {
        var doubted = Offer("doubted", Now.AddMinutes(-5), Now.AddHours(2)) with { IsDoubted = true };

        Assert.Equal("secret", Chosen(doubted, Secret));
        Assert.Equal("doubted", Chosen(doubted));
    }

    [Fact]
    public void Without_an_offer_there_is_no_way_to_the_site() => Assert.Null(Chosen(Offer("token", Now.AddHours(-3), Now.AddHours(-1))));

    private static OfferedCredentials Offer(string token, DateTimeOffset receivedAt, DateTimeOffset? goodUntil) =>
        new(new JiraCredentials.Bearer(new Uri("https://acme.atlassian.net"), token), receivedAt, goodUntil);

    private static string? Chosen(params OfferedCredentials[] offers) =>
        OfferedCredentials.BestFirst(offers, Now) is [JiraCredentials.Bearer { Token: var token }, ..] ? token : null;
}
