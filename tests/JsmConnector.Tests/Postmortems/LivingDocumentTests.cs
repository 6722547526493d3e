using FsCheck;
using FsCheck.Fluent;
using JsmConnector.Postmortems.Rendering;

namespace JsmConnector.Tests.Postmortems;

public sealed class LivingDocumentTests
{
    private static readonly Dictionary<string, string> Old = new() { ["timeline"] = "| old |", ["impact"] = "old impact", ["hints"] = "" };
    private static readonly Dictionary<string, string> New = new() { ["timeline"] = "| new |\n| more |", ["impact"] = "new impact", ["hints"] = "- a hint" };

    private static string Document => $"# Title\n\n{LivingDocument.Mark("timeline", Old["timeline"])}\n\n## Ours\n\nwords\n\n{LivingDocument.Mark("impact", Old["impact"])}\n\n{LivingDocument.Mark("hints", "")}\n\nend\n";

    [Fact]
    public void Untouched_regions_are_written_anew_and_nothing_else_changes()
    {
        var refreshed = LivingDocument.Refresh(Document, New);

        Assert.Empty(refreshed.Conflicts);
        Assert.Equal("# Title\n\n| new |\n| more |\n\n## Ours\n\nwords\n\nnew impact\n\n- a hint\n\nend\n", LivingDocument.WithoutMarks(refreshed.Markdown));
        Assert.Equal(refreshed, LivingDocument.Refresh(refreshed.Markdown, New) with { Conflicts = refreshed.Conflicts });
    }

    [Fact]
    public void A_region_that_people_changed_stays_and_is_told_as_a_conflict()
    {
        var edited = Document.Replace("old impact", "our better impact", StringComparison.Ordinal);
        var refreshed = LivingDocument.Refresh(edited, New);

        Assert.Equal(new RegionConflict("impact", "our better impact", "new impact"), Assert.Single(refreshed.Conflicts));
        Assert.Contains("our better impact", refreshed.Markdown, StringComparison.Ordinal);
        Assert.Contains("| more |", refreshed.Markdown, StringComparison.Ordinal);
        Assert.Empty(LivingDocument.Refresh(edited, Old).Conflicts);
    }

    [Fact]
    public void A_decided_conflict_is_not_told_again_until_the_facts_change()
    {
        var edited = Document.Replace("old impact", "our better impact", StringComparison.Ordinal);
        var kept = LivingDocument.Settle(edited, "impact", New["impact"], takeFacts: false);
        var taken = LivingDocument.Settle(edited, "impact", New["impact"], takeFacts: true);

        Assert.Contains("our better impact", LivingDocument.Refresh(kept, New).Markdown, StringComparison.Ordinal);
        Assert.Empty(LivingDocument.Refresh(kept, New).Conflicts);
        Assert.Single(LivingDocument.Refresh(kept, new Dictionary<string, string> { ["impact"] = "newest" }).Conflicts);
        Assert.DoesNotContain("our better impact", taken, StringComparison.Ordinal);
    }

    [Fact]
    public void Marks_that_lost_their_pair_are_words_of_people()
    {
        var broken = Document.Replace("<!-- /facts:impact -->\n", "", StringComparison.Ordinal);

        Assert.Contains("old impact", LivingDocument.Refresh(broken, New).Markdown, StringComparison.Ordinal);
        Assert.DoesNotContain("<!--", LivingDocument.WithoutMarks(broken), StringComparison.Ordinal);
    }

    /// <summary>Whatever people do to the lines of a document, a refresh keeps every word of theirs, in their order.</summary>
    [Fact]
    public void A_refresh_after_edits_loses_nothing()
    {
        var edit = from number in Gen.Choose(0, 1_000_000) from place in Gen.Choose(0, 40) from kind in Gen.Choose(0, 4) select (number, place, kind);
        Prop.ForAll(edit.ListOf().ToArbitrary(), edits =>
        {
            var lines = Document.Split('\n').ToList();
            var word = 0;
            foreach (var (number, place, kind) in edits)
            {
                var at = place % lines.Count;
                switch (kind)
                {
                    case 0:
                    case 1:
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
                }
            }
            var edited = string.Join('\n', lines);

            var refreshed = LivingDocument.Refresh(edited, New).Markdown;

            Assert.Equal(Words(edited), Words(refreshed));
            Assert.Equal(refreshed, LivingDocument.Refresh(refreshed, New).Markdown);
        }).QuickCheckThrowOnFailure();
    }

    private static IEnumerable<string> Words(string markdown) =>
        markdown.Split([' ', '\n']).Where(word => word.StartsWith("human", StringComparison.Ordinal));
}
