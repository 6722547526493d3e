using System.Net;
using System.Text;
using JsmConnector.Incidents;
using JsmConnector.Platform.Html;
using JsmConnector.Platform.Languages;

namespace JsmConnector.PublicStatus;

/// <summary>A small picture of a state for READMEs and intranets; its title says the same to those who hear it.</summary>
public static class Badge
{
    private const int Longest = 40;

    public static byte[] Svg(PublicPage page, PageScope scope)
    {
        var words = Language.Of(page.Settings.Language);
        var worst = scope.Components.Select(component => component.Status).Aggregate(ComponentStatus.Operational, ComponentStatuses.Worse);
        if (scope.Name is not null)
            return Draw(scope.Name, words.Status(worst.Name()), worst.Tone());
        var sentence = Html.Sentence.Of(new Html.PageView(page, words, ""));
        return Draw(page.Name, page.Open.Count == 0 ? words.Status(worst.Name()) : sentence.Text, sentence.Tone);
    }

    /// <summary>White text on it keeps 4.5:1.</summary>
    public static string Colour(Tone tone) => tone switch
    {
        Tone.Good => "#0b6b3a",
        Tone.Degraded => "#7f5f01",
        Tone.Partial => "#a54800",
        Tone.Major => "#ae2a19",
        Tone.Neutral => "#626f86",
        _ => "#0055cc",
    };

    private static byte[] Draw(string left, string right, Tone tone)
    {
        var (name, text) = (Short(left), Short(right));
        var (nameWidth, textWidth) = (Width(name), Width(text));
        var (first, second) = (nameWidth + 16, textWidth + 16);
        var (safeName, safeText) = (WebUtility.HtmlEncode(name), WebUtility.HtmlEncode(text));
        // The length of the text is set, not hoped for: whatever font the reader has, it fits.
        return Encoding.UTF8.GetBytes($"""
            <svg xmlns="http://www.w3.org/2000/svg" width="{first + second}" height="24" viewBox="0 0 {first + second} 24" role="img" aria-label="{safeName}: {safeText}"><title>{safeName}: {safeText}</title>
            <rect width="{first + second}" height="24" rx="4" fill="{Colour(tone)}"/><path d="M4 0h{first - 4}v24H4a4 4 0 0 1-4-4V4a4 4 0 0 1 4-4z" fill="#44546f"/>
            <g fill="#fff" font-family="system-ui,-apple-system,sans-serif" font-size="12"><text x="8" y="16" textLength="{nameWidth}" lengthAdjust="spacingAndGlyphs">{safeName}</text><text x="{first + 8}" y="16" textLength="{textWidth}" lengthAdjust="spacingAndGlyphs">{safeText}</text></g></svg>
            """);
    }

    private static int Width(string text) => Math.Max(8, (int)Math.Ceiling(text.EnumerateRunes().Sum(rune => rune.Value switch { < 0x2E80 => "ijl.,:;|!'()[]".Contains((char)rune.Value) ? 3.5 : char.IsUpper((char)rune.Value) ? 8.2 : 6.6, _ => 12.0 })));

    private static string Short(string text)
    {
        var clean = Feeds.Clean(text).ReplaceLineEndings(" ");
        var info = new System.Globalization.StringInfo(clean);
        return info.LengthInTextElements <= Longest ? clean : info.SubstringByTextElements(0, Longest - 1) + "…";
    }
}
