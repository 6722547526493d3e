using System.Text.RegularExpressions;

namespace JsmConnector.Platform.Html;

/// <summary>
/// Style sheets that customers write. Refused is whatever can load from elsewhere, run, or hide one of these words from us; what is left can
/// make a page ugly, not dangerous. The page's content security policy stands behind it.
/// </summary>
public static partial class CustomStyle
{
    /// <returns>The reason, or null when the sheet may be served.</returns>
    public static string? Refusal(string css)
    {
        // Comments may split a forbidden word for us and not for a browser.
        var match = Forbidden().Match(Comments().Replace(css, ""));
        if (!match.Success)
            match = Forbidden().Match(css);
        return match.Success ? $"It holds '{match.Value.Trim()}', which can load from elsewhere or run." : null;
    }

    [GeneratedRegex(@"@import|@font-face|@namespace|@charset|url\s*\(|image-set\s*\(|image\s*\(|src\s*\(|expression\s*\(|-moz-binding|behaviou?r\s*:|javascript\s*:|<|\\|\x00", RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Forbidden();

    [GeneratedRegex(@"/\*.*?(\*/|$)", RegexOptions.Singleline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Comments();
}
