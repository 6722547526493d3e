using FsCheck;
using FsCheck.Fluent;
using JsmConnector.Postmortems.Rendering;
using JsmConnector.Postmortems.Versions;

namespace JsmConnector.Tests.Postmortems;

public sealed class PersonsTextTests
{
    private static readonly Dictionary<string, string> Old = new() { ["timeline"] = "| old |", ["impact"] = "old impact" };
    private static readonly Dictionary<string, string> New = new() { ["timeline"] = "| new |\n| more |", ["impact"] = "new impact" };

    private static string Document => $"# Title\n\n{LivingDocument.Mark("timeline", Old["timeline"])}\n\n## Ours\n\nwords\n\n{LivingDocument.Mark("impact", Old["impact"])}\n\nend\n";

    [Fact]
    public void Line_ends_of_a_browser_break_no_region()
    {
        var stored = PersonsText.Of(Document.Replace("\n", "\r\n", StringComparison.Ordinal), Document);

        Assert.Equal(Document, stored);
        Assert.Contains("| more |", LivingDocument.Refresh(stored, New).Markdown, StringComparison.Ordinal);
    }

    [Fact]
    public void A_mark_that_a_person_types_is_words()
    {
        var typed = LivingDocument.Mark("impact", "my own words");
        var stored = PersonsText.Of($"{Document}\n{typed}\n", Document);

        var refreshed = LivingDocument.Refresh(stored, New);

        Assert.Empty(refreshed.Conflicts);
        Assert.Contains("my own words", refreshed.Markdown, StringComparison.Ordinal);
        Assert.Contains("<!-- facts:impact", LivingDocument.WithoutMarks(refreshed.Markdown), StringComparison.Ordinal);
    }

    [Fact]
    public void A_copied_region_is_words_and_the_first_stays_ours()
    {
        var region = LivingDocument.Mark("impact", Old["impact"]);
        var refreshed = LivingDocument.Refresh(PersonsText.Of($"{Document}\n{region}\n", Document), New).Markdown;

        Assert.Contains("new impact", refreshed, StringComparison.Ordinal);
        Assert.Contains("old impact", refreshed, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_that_a_database_refuses_is_kept() => Assert.Equal("ab\n", PersonsText.Of("a\0b  \n\n", ""));

    /// <summary>Whatever people do to a document in a browser, a save and a refresh keep every word of theirs, in order.</summary>
    [Fact]
    public void A_refresh_after_saves_by_people_loses_nothing()
    {
        var edit = from number in Gen.Choose(0, 1_000_000) from place in Gen.Choose(0, 40) from kind in Gen.Choose(0, 6) select (number, place, kind);
        Prop.ForAll(edit.ListOf().ToArbitrary(), edits =>
        {
            var lines = Document.Split('\n').ToList();
            var word = 0;
            foreach (var (number, place, kind) in edits)
            {
                var at = place % lines.Count;
                switch (kind)
                {
                    case 0 or 1:
                        lines.Insert(at, $"human{word++}x{number}");
                        break;
                    case 2:
                        lines[at] += $" human{word++}x{number}";
                        break;
                    case 3 when lines.Count > 1 && !lines[at].Contains("human", StringComparison.Ordinal):
                        lines.RemoveAt(at);
                        break;
                    case 4:
                        lines.Insert(at, lines[(at + number) % lines.Count]);
                        break;
                    case 5:
                        lines.InsertRange(at, LivingDocument.Mark("impact", $"human{word++}x{number}").Split('\n'));
                        break;
                    case 6:
                        lines.Insert(at, $"<!-- facts:timeline 0123456789ab --> human{word++}x{number}");
                        break;
                }
            }
            var sent = string.Join("\r\n", lines);

            var stored = PersonsText.Of(sent, Document);
            var refreshed = LivingDocument.Refresh(stored, New).Markdown;

            Assert.DoesNotContain('\r', stored);
            Assert.Equal(Words(sent), Words(refreshed));
            Assert.Equal(refreshed, LivingDocument.Refresh(refreshed, New).Markdown);
            Assert.Equal(stored, PersonsText.Of(stored, stored));
        }).QuickCheckThrowOnFailure();
    }

    private static IEnumerable<string> Words(string markdown) =>
        markdown.Split([' ', '\n', '\r']).Where(word => word.StartsWith("human", StringComparison.Ordinal));
}
