using System.Text.RegularExpressions;
using JsmConnector.Incidents;
using JsmConnector.Incidents.Wording;
using JsmConnector.Installations.Settings;
using JsmConnector.Platform.Languages;

namespace JsmConnector.Tests.Incidents.Wording;

/// <summary>What leaves about security and lost data before a person has read it.</summary>
public sealed partial class UnapprovedTests
{
    private static readonly string[] Gated = [IncidentClasses.Security, IncidentClasses.DataLoss];
    private static readonly string[] Subject = ["investigating", "identified", "monitoring", "resolved", "withdrawn", Subjects.Holding, Subjects.Scope, Subjects.Correction];

    public static TheoryData<string, string, string, string> Texts => new(
        from language in new[] { "en", "de" }
        from incidentClass in Gated
        from audience in new[] { "support", "employees", "customers", "partners" }
        from about in Subject
        select (incidentClass, audience, about, language));

    [Theory, MemberData(nameof(Texts))]
    public void It_names_services_and_times_and_nothing_else(string incidentClass, string audience, string about, string language)
    {
        var told = Narrowed(incidentClass, audience, about, language);

        foreach (var said in new[] { SayText.ToAudience(told.Wanted, told.Facts, new WordSettings()), Short(told, "sms"), Short(told, "push") })
        {
            Assert.Empty(said.Problems);
            Assert.StartsWith(IncidentClasses.Unapproved, said.Template, StringComparison.Ordinal);
            Assert.DoesNotMatch(Telltale(), said.Text);
            Assert.DoesNotContain("[", said.Text, StringComparison.Ordinal);
            Assert.DoesNotContain("  ", said.Text, StringComparison.Ordinal);
        }
        if (about is not ("resolved" or "withdrawn"))
            Assert.Contains("12:20 UTC", SayText.ToAudience(told.Wanted, told.Facts, new WordSettings()).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void No_text_of_the_site_speaks_in_its_place()
    {
        var told = Narrowed("security", "customers", "identified", "en");
        var own = new WordSettings
        {
            Templates =
            [
                new TextOfTheSite { Class = "security", Audience = "customers", About = "identified", Text = "We know how they came in." },
                new TextOfTheSite { Class = "outage", Audience = "customers", About = "identified", Text = "We know the cause." },
                new TextOfTheSite { Class = "outage", Audience = "customers", About = "identified", Channel = "slack", Text = "We know the cause." },
            ],
        };

        Assert.Equal("We are working on the problem with Email. Next update by 12:20 UTC.", SayText.ToAudience(told.Wanted, told.Facts, own).Text);
        Assert.Null(SayText.ToChannel(told.Wanted with { Channel = "slack" }, told.Facts, own));
    }

    [Theory]
    [InlineData("core")]
    [InlineData("executives")]
    public void Who_solves_it_and_who_leads_reads_all(string audience)
    {
        var telling = Telling("security", "identified") with { IsUnread = true };

        Assert.False(Unapproved.Binds(telling, audience));
        Assert.Contains("[work.risk]", SayText.ToAudience(new TextWanted("security", audience, audience == "core" ? "identified" : "monitoring", Language.Of("en")), KnownFacts.Of(telling, Language.Of("en"), new WordSettings()), new WordSettings()).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("security", null, "security", true)]
    [InlineData("security", "ada", "security", false)]
    [InlineData("security", "ada", "outage", true)]
    [InlineData("security", "ada", null, true)]
    [InlineData("outage", null, "outage", false)]
    [InlineData("outage", "ada", "security", true)]
    [InlineData("outage", null, "security", true)]
    [InlineData("outage", "ada", "performance", false)]
    public void It_binds_until_a_person_spoke_in_this_class(string classNow, string? author, string? classThen, bool isBound)
    {
        var incident = Telling(classNow, "identified").Incident;
        var update = new IncidentUpdate
        {
            InstallationId = incident.InstallationId,
            Id = new(Guid.NewGuid()),
            IncidentId = incident.Id,
            Stage = Stage.Identified,
            Severity = Severity.Major,
            Class = classThen,
            CustomerWords = "Words.",
            PublishedAt = Tickets.Noon,
            Author = author,
            Number = 1,
        };

        Assert.Equal(isBound, Unapproved.Binds(JsmConnector.Incidents.Wording.Telling.Of(incident, update, [update]), "customers"));
    }

    [Theory]
    [InlineData("security", "outage", new[] { "work.risk" })]
    [InlineData("outage", "security", new[] { "work.risk" })]
    [InlineData("security", "security", new[] { "impact.scope", "support.say", "work.cause_plain", "work.risk" })]
    [InlineData("outage", "performance", new[] { "impact.scope", "support.say", "work.cause_plain", "work.risk" })]
    public void Answers_of_another_class_stand_for_the_team_alone(string classNow, string classThen, string[] standing)
    {
        var incident = Telling(classNow, "identified").Incident;
        var last = new IncidentUpdate
        {
            InstallationId = incident.InstallationId,
            Id = new(Guid.NewGuid()),
            IncidentId = incident.Id,
            Stage = Stage.Identified,
            Severity = Severity.Major,
            Class = classThen,
            CustomerWords = "Words.",
            Answers = SayTextTests.Answered(("impact.scope", "a"), ("support.say", "b"), ("work.cause_plain", "c"), ("work.risk", "d"), ("update.what_changed", "e")),
            PublishedAt = Tickets.Noon,
            Author = "ada",
            Number = 1,
        };

        Assert.Equal(standing, Answers.Standing(last, incident).Keys.Order(StringComparer.Ordinal));
    }

    private static SaidText Short((TextWanted Wanted, IReadOnlyDictionary<string, string?> Facts) told, string form) => SayText.ToChannel(told.Wanted with { Form = form }, told.Facts, new WordSettings())!;

    private static (TextWanted Wanted, IReadOnlyDictionary<string, string?> Facts) Narrowed(string incidentClass, string audience, string about, string language)
    {
        var (told, wanted) = Unapproved.Narrow(Telling(incidentClass, about) with { IsUnread = true }, new TextWanted(incidentClass, audience, about, Language.Of(language)));
        return (wanted, KnownFacts.Of(told, Language.Of(language), new WordSettings()));
    }

    private static Telling Telling(string incidentClass, string about)
    {
        var telling = SayTextTests.Telling(about switch { "resolved" => Stage.Resolved, "withdrawn" => Stage.Withdrawn, _ => Stage.Identified });
        telling.Incident.Class = incidentClass;
        return telling with { About = about, CustomerWords = "What customers read.", Answers = FactNames.Public.Concat(FactNames.Internal).ToDictionary(name => name, name => $"[{name}]", StringComparer.Ordinal) };
    }

    [GeneratedRegex("secur|sicherheit|data|daten|cause|ursache|fix|behob|behebung|protect|schutz|attack|angriff", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Telltale();
}
