using JsmConnector.IntegrationTests.Database;
using JsmConnector.Postmortems;
using JsmConnector.Postmortems.Publishing.Confluence;
using JsmConnector.Postmortems.Rendering;
using JsmConnector.Sandbox.Site;
using JsmConnector.Sandbox.Wiki;

namespace JsmConnector.IntegrationTests.Postmortems.Stories;

/// <summary>
/// Incidents as they happen, played on the sandbox's site from the first report to the postmortem. With DOCUMENTS=folder what was written is there to be read by people.
/// </summary>
public sealed class PlayedIncidentTests(PostgresServer postgres)
{
    public static IEnumerable<TheoryDataRow<string, string>> Played =>
        from story in Story.All from language in new[] { "en", "de" } select new TheoryDataRow<string, string>(story.Name, language);

    [Theory, MemberData(nameof(Played))]
    public async Task What_was_played_is_what_is_written_and_nothing_internal_gets_out(string name, string language)
    {
        var story = Story.All.Single(known => known.Name == name);
        await using var site = new PlayedSite(postgres);
        await site.StartAsync(SettingsIn(language));

        var issue = await story.PlayAsync(site, language == "de");

        var postmortem = await site.PostmortemAsync(issue);
        await KeepAsync($"{name}.{language}", postmortem);
        var (inside, outside) = (LivingDocument.WithoutMarks(postmortem.InternalMarkdown!), LivingDocument.WithoutMarks(postmortem.ExternalMarkdown!));
        Assert.Null(postmortem.Problem);
        Assert.All(story.TrueInside(language == "de"), words => Assert.Contains(words, inside, StringComparison.Ordinal));
        Assert.All(story.TrueOutside(language == "de"), words => Assert.Contains(words, outside, StringComparison.Ordinal));
        Assert.Equal([], CheckStorage.Mistakes(StorageFormat.Of(inside, "anchor-1", "Note.")));
        Assert.All([.. story.Secrets, issue.Key], secret => Assert.DoesNotContain(secret, outside, StringComparison.Ordinal));
    }

    private static object SettingsIn(string language) => new
    {
        statusPages = new object[] { new { id = "main", provider = "builtin", page = new { language } } },
        rules = new { classes = new[] { new { when = "labels = security", @class = "security" }, new { when = "labels = data-loss", @class = "data_loss" } } },
        words = new { approvers = new[] { new { role = "security", people = new[] { Catalogue.Ada.AccountId } }, new { role = "legal", people = new[] { Catalogue.Dan.AccountId } } } },
        postmortems = new { language },
    };

    private static async Task KeepAsync(string name, Postmortem postmortem)
    {
        if (Environment.GetEnvironmentVariable("DOCUMENTS") is not { Length: > 0 } folder)
            return;
        await File.WriteAllTextAsync(Path.Combine(folder, $"{name}.internal.md"), LivingDocument.WithoutMarks(postmortem.InternalMarkdown!), TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(folder, $"{name}.external.md"), LivingDocument.WithoutMarks(postmortem.ExternalMarkdown!), TestContext.Current.CancellationToken);
    }
}
