using JsmConnector.Postmortems.Review;

namespace JsmConnector.Tests.Postmortems;

public sealed class BlamelessHintsTests
{
    [Theory]
    [InlineData("The cause was human error.", "human error")]
    [InlineData("Bob should have checked the disk.", "should have")]
    [InlineData("Ada forgot to renew the certificate.", "forgot to")]
    [InlineData("Das war Nachlässigkeit.", "Nachlässigkeit")]
    [InlineData("Man hätte das vorher testen müssen.", "hätte das vorher testen müssen")]
    public void Words_that_look_for_somebody_are_found_with_their_line(string sentence, string words)
    {
        var hint = Assert.Single(BlamelessHints.In($"# What happened\n\n{sentence}\n"));

        Assert.Equal((3, words), (hint.Line, hint.Words));
    }

    [Theory]
    [InlineData("The alert went to a mailbox that nobody reads at night.")]
    [InlineData("> Bob should have checked the disk.")]
    [InlineData("<!-- facts:timeline 123456789abc -->\nBob should have checked the disk.\n<!-- /facts:timeline -->")]
    public void Plain_words_quotes_and_the_parts_of_the_app_are_left_alone(string text) => Assert.Empty(BlamelessHints.In(text));
}
