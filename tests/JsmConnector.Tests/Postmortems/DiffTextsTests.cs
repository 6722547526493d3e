using FsCheck;
using FsCheck.Fluent;
using JsmConnector.Postmortems.Versions;

namespace JsmConnector.Tests.Postmortems;

public sealed class DiffTextsTests
{
    [Fact]
    public void A_changed_line_is_told_with_three_lines_around_it()
    {
        var before = string.Concat(Enumerable.Range(1, 20).Select(line => $"line {line}\n"));
        var after = before.Replace("line 10\n", "line ten\n", StringComparison.Ordinal);

        var hunk = Assert.Single(DiffTexts.Of(before, after));

        Assert.Equal((7, 7, 8), (hunk.OldStart, hunk.NewStart, hunk.Lines.Count));
        Assert.Equal(["line 10"], hunk.Lines.Where(line => line.Kind == DiffKind.Removed).Select(line => line.Text));
        Assert.Equal(["line ten"], hunk.Lines.Where(line => line.Kind == DiffKind.Added).Select(line => line.Text));
    }

    [Fact]
    public void Equal_texts_differ_nowhere() => Assert.Empty(DiffTexts.Of("a\nb\n", "a\nb\n"));

    [Fact]
    public void Texts_that_share_nothing_are_one_block_even_when_they_are_long()
    {
        var hunk = Assert.Single(DiffTexts.Of(Lines("old", 4000), Lines("new", 4000)));

        Assert.Equal(8000, hunk.Lines.Count);
    }

    /// <summary>A diff that is applied gives the new text, and one that is taken back the old.</summary>
    [Fact]
    public void A_diff_tells_both_texts_in_full()
    {
        var text = Gen.Choose(0, 5).ListOf().ToArbitrary();
        Prop.ForAll(text, text, (before, after) =>
        {
            string[] old = [.. before.Select(line => $"{line}")], now = [.. after.Select(line => $"{line}")];

            var lines = DiffTexts.Lines(old, now);

            Assert.Equal(old, lines.Where(line => line.Kind != DiffKind.Added).Select(line => line.Text));
            Assert.Equal(now, lines.Where(line => line.Kind != DiffKind.Removed).Select(line => line.Text));
        }).QuickCheckThrowOnFailure();
    }

    private static string Lines(string word, int count) => string.Concat(Enumerable.Range(0, count).Select(line => $"{word} {line}\n"));
}
