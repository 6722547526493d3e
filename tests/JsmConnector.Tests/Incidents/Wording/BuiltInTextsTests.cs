using System.Text.RegularExpressions;
using JsmConnector.Incidents.Wording;
using JsmConnector.Installations.Settings;
using JsmConnector.Platform.Languages;

namespace JsmConnector.Tests.Incidents.Wording;

/// <summary>Every text that comes with the app: complete where everything is answered, clean where nothing is.</summary>
public sealed partial class BuiltInTextsTests
{
    private static readonly string[] Audiences = ["core", "support", "executives", "employees", "customers"];
    private static readonly string[] Stages = ["investigating", "identified", "monitoring", "resolved", "withdrawn"];
    private static readonly string[] Maintenance = ["scheduled", "in_progress", "verifying", "completed", "cancelled", Subjects.EndedEarly, Subjects.WindowOver];
    private static readonly string[] Rest = [Subjects.Holding, Subjects.Scope, Subjects.Correction];

    /// <summary>Title and address stand beside the words on every channel; of an alarm that was none nobody needs begin and end.</summary>
    private static readonly string[] SaidElsewhere = ["customers incident.public_title", "customers links.status_page", "customers.withdrawn incident.started_at", "customers.withdrawn incident.resolved_at"];

    public static TheoryData<string, string, string, string> Texts => new(
        from language in new[] { "en", "de" }
        from incidentClass in IncidentClasses.All
        from audience in Audiences
        from about in incidentClass == IncidentClasses.Maintenance ? Maintenance : [.. Stages, .. Rest]
        select (incidentClass, audience, about, language));

    [Theory, MemberData(nameof(Texts))]
    public void It_says_all_that_is_required_when_everything_is_answered(string incidentClass, string audience, string about, string language)
    {
        var said = Say(incidentClass, audience, about, language, Marked);

        var missing = RequiredFacts.Of(incidentClass, audience, about).Where(name => !said.Contains($"[{name}]", StringComparison.Ordinal) && !SaidElsewhere.Contains($"{audience} {name}") && !SaidElsewhere.Contains($"{audience}.{about} {name}"));
        Assert.Equal([], missing);
    }

    [Theory, MemberData(nameof(Texts))]
    public void It_is_clean_when_nothing_is_answered(string incidentClass, string audience, string about, string language)
    {
        var said = Say(incidentClass, audience, about, language, OnlyKnown);

        Assert.NotEmpty(said);
        Assert.DoesNotMatch(Unclean(), said);
        Assert.Matches(@"[.…]\z|\w+://\S+\z|\]\z", said);
    }

    [Theory, MemberData(nameof(Texts))]
    public void Customers_read_nothing_internal_and_an_open_security_matter_tells_no_way_in(string incidentClass, string audience, string about, string language)
    {
        var said = Say(incidentClass, audience, about, language, Marked);

        if (audience == "customers")
            Assert.All([.. FactNames.Internal, "incident.key", "incident.url", "comms.summary"], name => Assert.DoesNotContain($"[{name}]", said, StringComparison.Ordinal));
        if (incidentClass == IncidentClasses.Security && audience is not ("core" or "executives"))
            Assert.All(new[] { "work.cause_public", "work.cause_plain", "work.workaround", "work.fix_public" }, name => Assert.DoesNotContain($"[{name}]", said, StringComparison.Ordinal));
    }

    [Fact]
    public void Both_languages_have_the_same_texts_with_the_same_variables()
    {
        var english = BuiltInTexts.All.Where(text => text.Language == "en").Select(text => (text.Class, text.Audience, text.Section)).Order().ToList();

        Assert.Equal(english, BuiltInTexts.All.Where(text => text.Language == "de").Select(text => (text.Class, text.Audience, text.Section)).Order());
        Assert.All(english, text => Assert.Equal(
            Variables(BuiltInTexts.Find(text.Class, text.Audience, "en", text.Section)!), Variables(BuiltInTexts.Find(text.Class, text.Audience, "de", text.Section)!)));
    }

    [Theory, MemberData(nameof(Texts))]
    public void Short_texts_fit_their_measure(string incidentClass, string audience, string about, string language)
    {
        var wanted = Wanted(incidentClass, audience, about, language);
        var facts = OnlyKnown;
        (facts["incident.public_title"], facts["update.next_at"], facts["company"]) = ("Problem with Email and Calendar", "14:30 UTC", "Acme");
        (facts["incident.resolved_at"], facts["incident.duration"], facts["impact.components"]) = ("13:07 UTC", "1 hour 5 minutes", "Email and Calendar");
        (facts["impact.state"], facts["incident.key"]) = (null, "OPS-1234");
        (facts["maintenance.starts_at"], facts["maintenance.ends_at"], facts["maintenance.moved_from"]) = ("14:30 UTC", "15:30 UTC", "13:30 UTC");

        Assert.InRange(SayText.ToChannel(wanted with { Form = "sms" }, facts, new WordSettings())!.Text.Length, 20, 130);
        Assert.InRange(SayText.ToChannel(wanted with { Form = "push" }, facts, new WordSettings())!.Text.Length, 10, 120);
    }

    [Fact]
    public void The_settings_know_the_same_classes() => Assert.Equal(RuleMistakes.Classes.Order(), IncidentClasses.All.Order());

    private static Dictionary<string, string?> Marked => FactNames.All.ToDictionary(name => name, name => (string?)$"[{name}]", StringComparer.Ordinal);

    private static Dictionary<string, string?> OnlyKnown => FactNames.KnownByTheApp.Where(name => name is not ("company" or "update.late" or "retraction.original_update" or "links.status_page" or "links.postmortem"))
        .ToDictionary(name => name, name => (string?)$"[{name}]", StringComparer.Ordinal);

    private static TextWanted Wanted(string incidentClass, string audience, string about, string language) => new(incidentClass, audience, about, Language.Of(language));

    private static string Say(string incidentClass, string audience, string about, string language, Dictionary<string, string?> facts)
    {
        var said = SayText.ToAudience(Wanted(incidentClass, audience, about, language), facts, new WordSettings());
        Assert.Empty(said.Problems);
        Assert.NotNull(said.Template);
        return said.Text;
    }

    private static IReadOnlyList<string> Variables(string source) => [.. Variable().Matches(source).Select(match => match.Value).Distinct().Order(StringComparer.Ordinal)];

    [GeneratedRegex(@"\{\{|\}\}|  | [.,;:]|\(\)|\.\.|: *\n|:\z|\n\n\n|\[\]", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Unclean();

    [GeneratedRegex(@"\b(company|addition|(incident|impact|links|update|comms|retraction|roles|work|support|employee|postmortem|sla|security|customer|apology|recovery|upstream|maintenance|correction)\.\w+)\b", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Variable();
}
