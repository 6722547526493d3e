using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace JsmConnector.Notifications.Counting;

/// <summary>How X counts (configuration version 3 of its text parser): most letters of Europe weigh one, others two, an emoji two, an address 23. Pure.</summary>
public static partial class WeightedLength
{
    public const int Most = 280;
    private const int Address = 23;

    public static int Of(string text)
    {
        var normal = text.Normalize(NormalizationForm.FormC);
        var addresses = AddressPattern().Matches(normal);
        return (addresses.Count * Address) + Words(AddressPattern().Replace(normal, ""));
    }

    private static int Words(string text)
    {
        var (graphemes, sum) = (StringInfo.GetTextElementEnumerator(text), 0);
        while (graphemes.MoveNext())
        {
            var runes = graphemes.GetTextElement().EnumerateRunes().ToList();
            sum += runes.Exists(IsEmoji) ? 2 : runes.Sum(Weight);
        }
        return sum;
    }

    private static int Weight(Rune rune) => rune.Value is <= 0x10FF or (>= 0x2000 and <= 0x200D) or (>= 0x2010 and <= 0x201F) or (>= 0x2032 and <= 0x2037) ? 1 : 2;

    private static bool IsEmoji(Rune rune) => rune.Value is (>= 0x1F000 and <= 0x1FAFF) or 0xFE0F or 0x20E3;

    [GeneratedRegex(@"https?://\S+", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex AddressPattern();
}
