using JsmConnector.Installations.Settings;
using JsmConnector.Notifications.Channels.Slack;

namespace JsmConnector.Tests.Notifications;

public sealed class SlackLanguageTests
{
    [Fact]
    public void A_channel_is_answered_in_the_language_of_the_audience_that_it_tells() =>
        Assert.Equal("de", Of("other", Audience("core", "en", "ops"), Audience("employees", "de", "other")));

    [Fact]
    public void Where_the_team_reads_with_others_it_is_the_teams() =>
        Assert.Equal("de", Of("ops", Audience("employees", "en", "ops"), Audience("core", "de", "ops")));

    [Fact]
    public void Where_nobody_is_told_it_is_the_teams() => Assert.Equal("de", Of("nowhere", Audience("employees", "en", "ops"), Audience("core", "de")));

    [Fact]
    public void Without_a_team_it_is_that_of_what_the_app_writes_on_tickets() => Assert.Equal("de", Of("nowhere"));

    private static string Of(string entry, params AudienceSettings[] audiences) =>
        SlackLanguage.Of(InstallationSettings.Default with { Audiences = audiences, Postmortems = new PostmortemSettings { Language = "de" } }, [entry]).Tag;

    private static AudienceSettings Audience(string name, string language, params string[] channels) => new() { Name = name, Language = language, Channels = channels };
}
