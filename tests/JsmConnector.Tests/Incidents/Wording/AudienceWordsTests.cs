using JsmConnector.Incidents;
using JsmConnector.Incidents.Wording;
using JsmConnector.Installations.Settings;
using JsmConnector.Platform.Languages;

namespace JsmConnector.Tests.Incidents.Wording;

public sealed class AudienceWordsTests
{
    private const string Late = "This comes 7 minutes later than promised.";

    [Theory]
    [InlineData("employees", "identified", false)]
    [InlineData("employees", "holding", false)]
    [InlineData("employees", "resolved", false)]
    [InlineData("core", "identified", true)]
    [InlineData("support", "identified", true)]
    [InlineData("executives", "identified", true)]
    public void Whoever_was_promised_a_time_reads_first_that_it_was_missed(string audience, string about, bool isByHand) =>
        Assert.StartsWith($"{Late} ", Told(audience, about, "Mail is slow.", isByHand), StringComparison.Ordinal);

    [Theory]
    [InlineData("core")]
    [InlineData("support")]
    [InlineData("executives")]
    public void Whoever_reads_it_among_the_words_for_customers_reads_it_once(string audience) =>
        Assert.Equal(2, Told(audience, "holding", $"{Late} Mail is slow.", isByHand: false).Split(Late).Length);

    [Fact]
    public void It_is_said_in_the_readers_language() =>
        Assert.StartsWith("Diese Nachricht kommt 7 Minuten später als versprochen. ", Told("employees", "holding", "Mail is slow.", isByHand: false, language: "de"), StringComparison.Ordinal);

    [Fact]
    public void A_text_that_says_it_by_itself_says_it_once()
    {
        var settings = new WordSettings { Templates = [new TextOfTheSite { Class = "outage", Audience = "employees", About = "holding", Language = "en", Text = "Hello. {{ update.late }} We go on." }] };

        Assert.Equal($"Hello. {Late} We go on.", Told("employees", "holding", "Mail is slow.", isByHand: false, settings));
    }

    [Fact]
    public void Words_of_a_person_are_told_as_they_were_written() => Assert.Equal("Mail is slow.", Told("employees", "identified", "Mail is slow.", isByHand: true));

    [Fact]
    public void What_comes_in_time_says_nothing_of_it() => Assert.DoesNotContain("later than promised", Told("employees", "holding", "Mail is slow.", isByHand: false, late: null), StringComparison.Ordinal);

    private static string Told(string audience, string about, string customers, bool isByHand, WordSettings? words = null, string language = "en", int? late = 7)
    {
        var telling = SayTextTests.Telling(about == "resolved" ? Stage.Resolved : Stage.Identified);
        var update = new IncidentUpdate
        {
            InstallationId = telling.Incident.InstallationId,
            Id = new UpdateId(Guid.NewGuid()),
            IncidentId = telling.Incident.Id,
            Stage = telling.Stage,
            Severity = telling.Incident.Severity,
            Class = telling.Incident.Class,
            CustomerWords = customers,
            About = isByHand ? null : about,
            Author = isByHand ? "ada" : null,
            PublishedAt = telling.At,
            Number = 2,
        };
        return AudienceWords.Of(
            telling with { About = about, Late = late is { } minutes ? TimeSpan.FromMinutes(minutes) : null, CustomerWords = customers }, update, audience, Language.Of(language), ("email", null), InstallationSettings.Default with { Words = words ?? new WordSettings() }).Text;
    }
}
