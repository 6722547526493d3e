using JsmConnector.PublicStatus.Html;

namespace JsmConnector.Tests.PublicStatus;

public sealed class LongWordsTests
{
    [Theory]
    [InlineData("")]
    [InlineData("We look into it.")]
    public void Usual_words_stand_as_they_are(string words) => Assert.Equal(new LongWords(words, ""), LongWords.Of(words));

    [Fact]
    public void Of_a_long_update_the_beginning_is_seen_and_nothing_is_lost()
    {
        var words = string.Concat(Enumerable.Repeat("We are looking into it. ", 1_100)).Trim();

        var (beginning, rest) = LongWords.Of(words);

        Assert.InRange(beginning.Length, 900, 1_200);
        Assert.Equal(words, $"{beginning} {rest}");
    }

    [Fact]
    public void Many_short_lines_and_words_without_a_gap_are_cut_too_and_no_character_is_torn()
    {
        Assert.InRange(LongWords.Of(string.Join('\n', Enumerable.Range(1, 500))).Beginning.Split('\n').Length, 10, 15);

        var (beginning, rest) = LongWords.Of(string.Concat(Enumerable.Repeat("👩‍🚒", 2_000)));

        Assert.EndsWith("👩‍🚒", beginning, StringComparison.Ordinal);
        Assert.StartsWith("👩‍🚒", rest, StringComparison.Ordinal);
    }
}
