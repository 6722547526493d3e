using JsmConnector.Incidents.Wording;
using JsmConnector.Installations.Settings;
using JsmConnector.Notifications.Drills;

namespace JsmConnector.Tests.Notifications;

public sealed class PlayDrillTests
{
    [Fact]
    public void A_team_that_writes_in_time_keeps_every_promise_and_puts_its_mistake_right()
    {
        var played = Play("outage", DrillScript.Attentive);

        Assert.Equal((TimeSpan.Zero, 1), (played.Score.FirstWord, played.Score.Corrections));
        Assert.Equal(played.Score.Promised, played.Score.Kept);
        Assert.DoesNotContain(played.Words, word => word.About == Subjects.Holding);
        Assert.Equal(["investigating", "person", "person", "identified", "correction", "monitoring", "resolved"], played.Words.Select(word => word.About));
    }

    [Fact]
    public void Where_nobody_writes_the_app_keeps_the_promises_it_may_and_misses_those_that_only_people_can()
    {
        var outage = Play("outage", DrillScript.Silent);
        var security = Play("security", DrillScript.Silent);

        Assert.Contains(outage.Words, word => word.About == Subjects.Holding);
        Assert.Equal(outage.Score.Promised, outage.Score.Kept);
        Assert.Empty(outage.Missed);
        Assert.DoesNotContain(security.Words, word => word.About == Subjects.Holding);
        Assert.True(security.Score.Kept < security.Score.Promised);
        Assert.NotEmpty(security.Missed);
    }

    [Fact]
    public void Every_audience_reads_its_own_words_and_who_has_no_channel_is_named()
    {
        var played = Play("outage", DrillScript.Attentive);

        Assert.All(played.Words, word => Assert.Equal(["core", "support", "executives", "employees", "customers"], word.Told.Select(told => told.Audience)));
        Assert.Contains("DRILL-1", Told("core"), StringComparison.Ordinal);
        Assert.DoesNotContain("DRILL-1", Told("customers"), StringComparison.Ordinal);
        Assert.Equal(5, played.Unreached.Count);

        string Told(string audience) => played.Words[0].Told.Single(told => told.Audience == audience).Shown.Text;
    }

    private static DrillPlayed Play(string incidentClass, string team) => PlayDrill.Of(new DrillAsked(incidentClass, team), InstallationSettings.Default, [], new DateTimeOffset(2026, 11, 26, 10, 2, 31, TimeSpan.Zero));
}
