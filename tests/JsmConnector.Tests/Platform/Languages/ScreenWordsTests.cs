using System.Text.RegularExpressions;
using JsmConnector.Platform.Languages;
using JsmConnector.Tests.AtlassianConnect;

namespace JsmConnector.Tests.Platform.Languages;

public sealed partial class ScreenWordsTests
{
    [Theory]
    [InlineData(null, "en")]
    [InlineData("", "en")]
    [InlineData("de-AT,de;q=0.9,en;q=0.8", "de")]
    [InlineData("en-GB,de;q=0.9", "en")]
    [InlineData("fr-FR, de;q=0.5, en;q=0.7", "en")]
    [InlineData("fr, de;q=0.5", "de")]
    [InlineData("de;q=0, fr", "en")]
    [InlineData("*", "en")]
    [InlineData("not a ; language ;;", "en")]
    public void The_browsers_first_language_that_has_words_counts(string? accepted, string tag) => Assert.Equal(tag, ScreenWords.TagOf(accepted));

    [Fact]
    public void Every_sentence_of_the_screens_inside_Jira_is_said_in_every_language() =>
        Assert.All(ScreenWords.Tags, tag => Assert.Equal([], Said().Except(ScreenWords.KeysOf(tag), StringComparer.Ordinal)));

    [Fact]
    public void A_translation_has_the_places_of_its_sentence() => Assert.All(ScreenWords.Tags, tag => Assert.Equal(
        [], ScreenWords.KeysOf(tag).Where(english => Places(english) != Places(ScreenWords.In(tag, english)) || ScreenWords.In(tag, english).Trim().Length == 0)));

    /// <summary>Sentences that code puts together before the panel shows them.</summary>
    [Theory]
    [InlineData("IssuePanel")]
    [InlineData("Incidents/SpeakInPublic.cs")]
    [InlineData("Incidents/Wording/Answers.cs")]
    [InlineData("Incidents/Wording/Checks")]
    [InlineData("Installations/SitePermissions.cs")]
    [InlineData("StatusPages/Providers/Statuspage/JudgeStatuspageAnswer.cs")]
    [InlineData("Installations/Settings/SaveSettings.cs")]
    [InlineData("Deliveries/UnknownChannel.cs")]
    [InlineData("Notifications/JudgeAnswer.cs")]
    [InlineData("Notifications/LoadNotice.cs")]
    [InlineData("Notifications/LoadPlannedWork.cs")]
    [InlineData("Notifications/Notify.cs")]
    [InlineData("Notifications/Channels/JiraRequests/JiraRequestsChannel.cs")]
    [InlineData("Notifications/Channels/Slack")]
    [InlineData("Tickets")]
    [InlineData("Installations/Settings/ActionSettings.cs")]
    [InlineData("Installations/Settings/AudienceRules.cs")]
    [InlineData("Installations/Settings/PageReaders.cs")]
    [InlineData("Installations/Settings/PageRules.cs")]
    [InlineData("Installations/Settings/PostmortemSettings.cs")]
    [InlineData("Installations/Settings/PromiseSettings.cs")]
    [InlineData("Installations/Settings/PublishingRules.cs")]
    [InlineData("Installations/Settings/TicketSettings.cs")]
    public void What_code_says_to_an_agent_is_said_in_every_language(string place)
    {
        var said = CodeIn(place).SelectMany(File.ReadLines).Where(line => !NotForReaders().IsMatch(line)).SelectMany(line => Sentence().Matches(line))
            .Select(match => match.Groups["whole"].Value[0] == '$' ? Numbered(match.Groups["text"].Value) : match.Groups["text"].Value).ToList();

        Assert.NotEmpty(said);
        Assert.All(ScreenWords.Tags, tag => Assert.Equal([], said.Except(ScreenWords.KeysOf(tag), StringComparer.Ordinal)));
    }

    [Theory]
    [InlineData("Publish to 3 places", "Veröffentlichen (3 Orte)")]
    [InlineData("Nothing was published: Jira could not be asked what you may do. Your words are kept below; publish them again in a minute.", "Nichts wurde veröffentlicht: Jira konnte nicht gefragt werden, was Sie dürfen. Ihr Text steht unten; veröffentlichen Sie ihn in einer Minute noch einmal.")]
    [InlineData("2 times: Statuspage could not answer (503).", "2-mal: Statuspage konnte nicht antworten (503).")]
    [InlineData("Status page “eu”, maintenance", "Statusseite „eu“, Wartung")]
    [InlineData("'teal' is no colour.", "„teal“ ist keine Farbe.")]
    [InlineData("#eeeeee on #ffffff has a contrast of 1.2:1; people need 4.5:1.", "#eeeeee auf #ffffff hat einen Kontrast von 1.2:1; Menschen brauchen 4,5:1.")]
    [InlineData("Published at {0}. Below you see where it has arrived.", "Veröffentlicht um {0}. Unten sehen Sie, wo die Meldung angekommen ist.")]
    public void What_was_put_together_in_English_is_known_again_by_the_words_around_its_parts(string english, string german) => Assert.Equal(german, ScreenWords.TellIn("de", english));

    [Theory]
    [InlineData("")]
    [InlineData("Attempt 3")]
    [InlineData("Published at")]
    public void A_sentence_that_nobody_translated_stays_as_it_is(string english) => Assert.Equal(english, ScreenWords.TellIn("de", english));

    [Fact]
    public void What_has_no_translation_is_said_in_English() => Assert.Equal("Said nowhere else.", ScreenWords.In("de", "Said nowhere else."));

    private static string Places(string text) => string.Join(' ', Place().Matches(text).Select(match => match.Value).Order(StringComparer.Ordinal));

    /// <summary>What stands in `T["…"]` and `T.Say("…")` of the screens, and what their buttons say.</summary>
    private static IReadOnlyList<string> Said()
    {
        List<string> said = [.. Files("*.razor", "Administration", "Diagnostics", "PortalHeader", "Installations", "IssuePanel").SelectMany(file => Words().Matches(file)).SelectMany(match => Literal().Matches(match.Value)).Select(match => match.Groups["text"].Value),
            .. Files("*.cs", "Administration").SelectMany(file => Told().Matches(file)).SelectMany(match => WholeSentence().Matches(match.Value)).Select(match => match.Groups["text"].Value)];
        said = [.. said.Distinct(StringComparer.Ordinal)];
        Assert.InRange(said.Count, 200, 5000);
        return [.. said, .. Judged(), .. Files("*.cs", "").SelectMany(file => Keyed().Matches(file)).Select(match => match.Groups["text"].Value)];
    }

    /// <summary>What the rules of the diagnostics say: every text in them but codes.</summary>
    private static IReadOnlyList<string> Judged()
    {
        var folder = Path.Combine(RepositoryFiles.Root, "src", "JsmConnector");
        string[] files = [.. Directory.EnumerateFiles(Path.Combine(folder, "Diagnostics"), "Judge*.cs"), Path.Combine(folder, "Diagnostics", "MendRefusal.cs"), Path.Combine(folder, "Platform", "Languages", "Sentence.cs")];
        List<string> judged = [.. files.SelectMany(File.ReadLines).Where(line => !line.TrimStart().StartsWith("//", StringComparison.Ordinal))
            .SelectMany(line => Literal().Matches(line)).Select(match => match.Groups["text"].Value).Where(text => text.Any(char.IsWhiteSpace))];
        Assert.InRange(judged.Count, 100, 1000);
        return judged;
    }

    private static IEnumerable<string> Files(string pattern, params string[] folders) =>
        folders.SelectMany(folder => Directory.EnumerateFiles(Path.Combine(RepositoryFiles.Root, "src", "JsmConnector", folder), pattern, SearchOption.AllDirectories)).Select(File.ReadAllText);

    /// <summary>What is made to be said in a language that is known later: whole sentences and labels.</summary>
    [GeneratedRegex(@"\bnew Sentence\(""(?<text>[^""]+)""|\bScreenWords\.In\([\w.]+, ""(?<text>[^""]+)""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Keyed();

    /// <summary>What buttons say that they did.</summary>
    [GeneratedRegex(@"(?:new Done\(Tone\.\w+|\b(?:Good|Bad)\()[^\r\n]*", RegexOptions.None, 1000)]
    private static partial Regex Told();

    /// <summary>Whole sentences: what is put together from parts has its parts said elsewhere.</summary>
    [GeneratedRegex(@"(?<!\$)""(?<text>[A-Z{][^""]*)""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex WholeSentence();

    private static IEnumerable<string> CodeIn(string place)
    {
        var path = Path.Combine(RepositoryFiles.Root, "src", "JsmConnector", place);
        return Directory.Exists(path) ? Directory.EnumerateFiles(path, "*.cs", SearchOption.AllDirectories) : [path];
    }

    private static string Numbered(string interpolated)
    {
        var number = 0;
        return Hole().Replace(interpolated, _ => $"{{{number++}}}");
    }

    [GeneratedRegex(@"(?<whole>\$?""(?<text>[A-Z][^""\\]* [^""\\]*[.])"")", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Sentence();

    [GeneratedRegex(@"^\s*//|LoggerMessage|HasComment|Exception\(|\[Description\(", RegexOptions.None, 1000)]
    private static partial Regex NotForReaders();

    [GeneratedRegex(@"\{[^{}]*\}", RegexOptions.None, 1000)]
    private static partial Regex Hole();

    [GeneratedRegex(@"\bT(?:\[[^\[\]]*\]|\.Say\(""[^""]*"")", RegexOptions.None, 1000)]
    private static partial Regex Words();

    [GeneratedRegex("\"(?<text>[^\"]+)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Literal();

    [GeneratedRegex(@"\{\d\}", RegexOptions.None, 1000)]
    private static partial Regex Place();
}
