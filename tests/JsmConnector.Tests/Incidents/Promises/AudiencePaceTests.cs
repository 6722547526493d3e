using JsmConnector.Incidents;
using JsmConnector.Incidents.Promises;
using JsmConnector.Installations.Settings;
using JsmConnector.Platform.Database;

namespace JsmConnector.Tests.Incidents.Promises;

public sealed class AudiencePaceTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);
    private static readonly AudienceSettings Executives = new() { Name = AudienceSettings.Executives, Minutes = new Dictionary<string, int> { ["2"] = 60 } };

    [Fact]
    public void Who_hears_once_an_hour_hears_the_last_word_by_which_that_is_kept()
    {
        // Customers hear every 20 minutes.
        List<IncidentUpdate> all = [.. Enumerable.Range(0, 8).Select(n => Said(n + 1, n * 20, 20))];

        var heard = all.Where(update => AudiencePace.Of(Executives, update, all).IsTold).ToList();

        Assert.Equal([1, 4, 7], heard.Select(update => update.Number));
        foreach (var (word, following) in heard.Zip(heard.Skip(1)))
            Assert.InRange(following.PublishedAt, word.PublishedAt, AudiencePace.Of(Executives, word, all).NextUpdateAt!.Value);
        Assert.Equal(new Paced(false, Noon.AddMinutes(60), Noon.AddMinutes(60)), AudiencePace.Of(Executives, all[1], all));
    }

    [Fact]
    public void What_is_new_is_heard_at_once()
    {
        List<IncidentUpdate> all =
        [
            Said(1, 0, 20), Said(2, 20, 20), Said(3, 25, 20, stage: Stage.Identified), Said(4, 30, 20, severity: 1), Said(5, 35, 20, severity: 1, corrects: 4), Said(6, 40, 20, severity: 1, corrects: 2),
            Said(7, 45, null, Stage.Resolved, 1), Said(8, 50, 20, severity: 1),
        ];
        var hourly = Executives with { Minutes = new Dictionary<string, int> { ["1"] = 60, ["2"] = 60 } };

        // A correction of what this audience never heard is no news to it.
        Assert.Equal([1, 3, 4, 5, 7, 8], all.Where(update => AudiencePace.Of(hourly, update, all).IsTold).Select(update => update.Number));
    }

    [Theory]
    [InlineData(AudienceSettings.Executives, true)]
    [InlineData(AudienceSettings.Support, false)]
    public void What_a_person_wrote_for_an_audience_is_news_for_it_and_for_no_other(string audience, bool isTold)
    {
        List<IncidentUpdate> all = [Said(1, 0, 20), Said(2, 20, 20, others: new Dictionary<string, string> { [audience] = "The board meets at one." })];

        Assert.Equal(isTold, AudiencePace.Of(Executives, all[1], all).IsTold);
    }

    [Fact]
    public void Nobody_hears_earlier_than_customers_are_promised_and_without_a_pace_everybody_hears_all()
    {
        List<IncidentUpdate> all = [Said(1, 0, 45), Said(2, 45, 45)];

        Assert.Equal(new Paced(true, null, Noon.AddMinutes(45)), AudiencePace.Of(Executives with { Minutes = new Dictionary<string, int> { ["2"] = 10 } }, all[0], all));
        Assert.All(all, update => Assert.Equal((true, update.NextUpdateAt), AudiencePace.Of(new AudienceSettings { Name = "employees" }, update, all) is var paced ? (paced.IsTold, paced.NextUpdateAt) : default));
    }

    [Fact]
    public void A_time_that_a_person_wrote_and_this_audience_reads_holds()
    {
        var employees = Executives with { Name = AudienceSettings.Employees };
        List<IncidentUpdate> all = [Said(1, 0, 20, words: "Mail is slow. Next update by 12:20 UTC."), Said(2, 20, 20)];

        Assert.Equal(Noon.AddMinutes(20), AudiencePace.Of(employees, all[0], all).NextUpdateAt);
        Assert.True(AudiencePace.Of(employees, all[1], all).IsTold);
        // Executives read a text of their own around it.
        Assert.False(AudiencePace.Of(Executives, all[1], all).IsTold);
    }

    [Fact]
    public void Nobody_waits_for_a_word_by_a_promise_that_never_reached_him()
    {
        List<IncidentUpdate> all = [.. Enumerable.Range(0, 8).Select(n => Said(n + 1, n * 20, 20))];

        // The audience heard the first word.
        Assert.True(AudiencePace.MayWait(Executives, all[2], all, all[0], Executives));
        Assert.True(AudiencePace.MayWait(Executives, all[2], all, all[1], Executives));
        Assert.False(AudiencePace.MayWait(Executives, all[1], all, null, Executives));
        // It heard the fourth, which did not reach this reader.
        Assert.False(AudiencePace.MayWait(Executives, all[4], all, all[2], Executives));
    }

    [Fact]
    public void Nobody_waits_past_the_time_that_he_read_before_the_settings_changed()
    {
        List<IncidentUpdate> all = [Said(1, 0, 30), Said(2, 10, 20), Said(3, 20, 20)];

        foreach (var then in new[] { Executives with { Minutes = null }, null })
        {
            Assert.True(AudiencePace.MayWait(Executives, all[1], all, all[0], then));
            Assert.False(AudiencePace.MayWait(Executives, all[2], all, all[0], then));
        }
    }

    private static UpdateId Id(int number) => new(new Guid(number, 0, 0, new byte[8]));

    private static IncidentUpdate Said(int number, int minute, int? next, Stage stage = Stage.Investigating, int severity = 2, int? corrects = null, string words = "Words.", Dictionary<string, string>? others = null) => new()
    {
        InstallationId = new InstallationId(new Guid(1, 0, 0, new byte[8])),
        Id = Id(number),
        IncidentId = new IncidentId(new Guid(2, 0, 0, new byte[8])),
        Stage = stage,
        Severity = new Severity(severity),
        CustomerWords = words,
        OtherWords = others ?? [],
        PublishedAt = Noon.AddMinutes(minute),
        NextUpdateAt = next is { } minutes ? Noon.AddMinutes(minute + minutes) : null,
        CorrectionOf = corrects is { } wrong ? Id(wrong) : null,
        Number = number,
    };
}
