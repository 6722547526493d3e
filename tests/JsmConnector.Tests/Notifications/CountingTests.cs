using System.Globalization;
using JsmConnector.Notifications;
using JsmConnector.Notifications.Counting;

namespace JsmConnector.Tests.Notifications;

public sealed class CountingTests
{
    [Theory]
    [InlineData("", 0)]
    [InlineData("a", 1)]
    public void Few_characters_are_one_message(string text, int segments) => Assert.Equal(segments, SmsText.Segments(text));

    [Theory]
    [InlineData('a', 160, 1)]
    [InlineData('a', 161, 2)]
    [InlineData('a', 306, 2)]
    [InlineData('a', 307, 3)]
    [InlineData('ü', 160, 1)]
    [InlineData('€', 80, 1)]
    [InlineData('€', 81, 2)]
    [InlineData('я', 70, 1)]
    [InlineData('я', 71, 2)]
    [InlineData('я', 134, 2)]
    [InlineData('я', 135, 3)]
    public void Parts_are_counted_as_networks_do(char character, int count, int segments) => Assert.Equal(segments, SmsText.Segments(new string(character, count)));

    [Fact]
    public void Good_typography_does_not_make_a_message_dearer()
    {
        var plain = SmsText.Normalise("“Mail” – it’s slow… u\u0308ber");

        Assert.Equal("\"Mail\" - it's slow... über", plain);
        Assert.True(SmsText.IsGsm(plain));
    }

    [Theory]
    [InlineData("Mail is slow", 12)]
    [InlineData("日本", 4)]
    [InlineData("👩‍👩‍👧‍👦", 2)]
    [InlineData("u\u0308", 1)]
    [InlineData("see https://status.example.com/incidents/abcdefghijklmnopqrstuvwxyz", 27)]
    public void A_post_is_weighed(string text, int weight) => Assert.Equal(weight, WeightedLength.Of(text));

    [Theory]
    [InlineData("abcdef", 6, "abcdef")]
    [InlineData("abcdefg", 6, "abcde…")]
    [InlineData("abc 👩‍👩‍👧‍👦 def", 12, "abc…")]
    public void A_cut_never_divides_what_people_see_as_one(string text, int most, string cut)
    {
        Assert.Equal(cut, FitWords.To(text, most));
        Assert.InRange(new StringInfo(cut).LengthInTextElements, 0, most);
    }
}
