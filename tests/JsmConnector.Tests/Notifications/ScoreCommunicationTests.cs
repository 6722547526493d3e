using JsmConnector.Notifications.Scores;

namespace JsmConnector.Tests.Notifications;

public sealed class ScoreCommunicationTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_kept_and_a_broken_promise_the_first_word_and_the_longest_silence()
    {
        var score = Score(At(300), Incident(0, Said(4, 24), Said(24, 44), Said(60, 90), Said(90, null)));

        Assert.Equal((2, 3), (score.Kept, score.Promised));
        Assert.Equal((TimeSpan.FromMinutes(4), TimeSpan.FromMinutes(36)), (score.FirstWord, score.LongestSilence));
    }

    [Fact]
    public void A_promise_whose_time_has_not_come_is_not_counted_and_one_that_passed_is_broken()
    {
        Assert.Equal((0, 0), Promises(Score(At(20), Incident(0, Said(4, 24)))));
        Assert.Equal((0, 1), Promises(Score(At(26), Incident(0, Said(4, 24)))));
        Assert.Equal(TimeSpan.FromMinutes(22), Score(At(26), Incident(0, Said(4, 24))).LongestSilence);
    }

    [Fact]
    public void What_was_never_public_is_not_taken_for_zero()
    {
        var score = Score(At(20), Incident(0));

        Assert.Equal((0, null, null, null, null), (score.Incidents, score.FirstWord, score.LongestSilence, score.PromiseRate, score.DeliveryRate));
    }

    [Fact]
    public void The_median_is_not_moved_by_one_long_night() =>
        Assert.Equal(TimeSpan.FromMinutes(5), Score(At(600), Incident(0, Said(4, null)), Incident(0, Said(5, null)), Incident(0, Said(500, null))).FirstWord);

    [Fact]
    public void An_incident_counts_for_its_month_and_for_each_of_its_components()
    {
        var incidents = new[] { Incident(0, Said(4, null)) with { Components = ["Email", "VPN"], Delivered = 9, NotDelivered = 1 } };

        Assert.Equal(["2026-11"], ScoreCommunication.ByMonth(incidents, At(9)).Select(score => score.Name));
        Assert.Equal(["Email", "VPN"], ScoreCommunication.ByComponent(incidents, At(9)).Select(score => score.Name));
        Assert.Equal(90, ScoreCommunication.BySeverity(incidents, At(9)).Single().DeliveryRate);
    }

    [Fact]
    public void A_spreadsheet_runs_no_name()
    {
        var csv = ScoreCsv.Of([("component", ScoreCommunication.ByComponent([Incident(0, Said(4, null)) with { Components = ["=cmd|' /C calc'!A0", "a \"b\", c"] }], At(9)))]);

        Assert.Contains("component,\"'=cmd|' /C calc'!A0\",1,240,", csv, StringComparison.Ordinal);
        Assert.Contains("component,\"a \"\"b\"\", c\",1,", csv, StringComparison.Ordinal);
    }

    private static (int Kept, int Promised) Promises(CommunicationScore score) => (score.Kept, score.Promised);

    private static CommunicationScore Score(DateTimeOffset now, params ScoredIncident[] incidents) => ScoreCommunication.Of("All", incidents, now);

    private static ScoredIncident Incident(int start, params ScoredUpdate[] updates) => new(At(start), 2, ["Email"], updates, 0, 0);

    private static ScoredUpdate Said(int minute, int? next) => new(At(minute), next is { } then ? At(then) : null, false);

    private static DateTimeOffset At(int minute) => Noon.AddMinutes(minute);
}
