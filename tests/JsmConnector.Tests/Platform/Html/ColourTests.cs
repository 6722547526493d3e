using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using JsmConnector.Platform.Html;

namespace JsmConnector.Tests.Platform.Html;

/// <summary>Text needs 4.5 to 1, marks and borders of controls 3 to 1 (WCAG 2.2, 1.4.3 and 1.4.11), in both modes.</summary>
public sealed partial class ColourTests
{
    private static readonly Dictionary<string, (string Light, string Dark)> Colours = Pair()
        .Matches(Encoding.UTF8.GetString(AssetCatalog.Find(AssetCatalog.PathOf("jira.css"))!.Content))
        .ToDictionary(match => match.Groups["name"].Value, match => (match.Groups["light"].Value, match.Groups["dark"].Value), StringComparer.Ordinal);

    public static TheoryData<string, string, double> Pairs => new()
    {
        { "text", "surface", 4.5 }, { "text", "surface-sunken", 4.5 }, { "text", "neutral", 4.5 }, { "text", "neutral-hovered", 4.5 }, { "text", "neutral-fill", 4.5 },
        { "text-subtle", "surface", 4.5 }, { "text-subtle", "surface-sunken", 4.5 }, { "link", "surface", 4.5 }, { "text-inverse", "brand", 4.5 },
        { "neutral-text", "neutral-fill", 4.5 }, { "good-text", "good-fill", 4.5 }, { "information-text", "information-fill", 4.5 },
        { "maintenance-text", "maintenance-fill", 4.5 }, { "degraded-text", "degraded-fill", 4.5 }, { "partial-text", "partial-fill", 4.5 },
        { "major-text", "major-fill", 4.5 }, { "major-text", "surface", 4.5 }, { "partial-text", "surface", 4.5 }, { "degraded-text", "surface", 4.5 }, { "good-text", "surface", 4.5 },
        { "text", "good-fill", 4.5 }, { "text", "information-fill", 4.5 }, { "text", "degraded-fill", 4.5 }, { "text", "partial-fill", 4.5 }, { "text", "major-fill", 4.5 },
        { "border-strong", "surface", 3 }, { "focus", "surface", 3 },
    };

    [Theory]
    [MemberData(nameof(Pairs))]
    public void A_pair_can_be_read_in_light_and_dark(string front, string back, double least)
    {
        Assert.True(Contrast(Colours[front].Light, Colours[back].Light) >= least, $"light: {Contrast(Colours[front].Light, Colours[back].Light):F2}");
        Assert.True(Contrast(Colours[front].Dark, Colours[back].Dark) >= least, $"dark: {Contrast(Colours[front].Dark, Colours[back].Dark):F2}");
    }

    [Fact]
    public void Every_tone_has_a_colour_pair_and_a_mark_of_its_own()
    {
        var tones = Enum.GetValues<Tone>();

        Assert.All(tones, tone => Assert.Contains($"{tone.CssClass()["tone-".Length..]}-text", Colours.Keys, StringComparer.Ordinal));
        Assert.Equal(tones.Length, tones.Select(tone => tone.Mark()).Distinct(StringComparer.Ordinal).Count());
    }

    private static double Contrast(string one, string other)
    {
        var (a, b) = (Luminance(one), Luminance(other));
        return (Math.Max(a, b) + 0.05) / (Math.Min(a, b) + 0.05);
    }

    private static double Luminance(string colour)
    {
        double Channel(int at)
        {
            var value = int.Parse(colour.AsSpan(at, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture) / 255.0;
            return value <= 0.04045 ? value / 12.92 : Math.Pow((value + 0.055) / 1.055, 2.4);
        }
        return 0.2126 * Channel(1) + 0.7152 * Channel(3) + 0.0722 * Channel(5);
    }

    [GeneratedRegex(@"--(?<name>[a-z-]+): var\(--ds-[a-z-]+, light-dark\((?<light>#[0-9a-f]{6}), (?<dark>#[0-9a-f]{6})\)\)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Pair();
}
