using System.Globalization;

namespace JsmConnector.Platform.Html;

/// <summary>Contrast of two colours as WCAG 2.2 counts it (https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio).</summary>
public static class Contrast
{
    /// <param name="one">`#rrggbb`.</param>
    /// <param name="other">`#rrggbb`.</param>
    /// <returns>1 to 21; null when one of them is no colour.</returns>
    public static double? Ratio(string one, string other)
    {
        if (Luminance(one) is not { } left || Luminance(other) is not { } right)
            return null;
        return (Math.Max(left, right) + 0.05) / (Math.Min(left, right) + 0.05);
    }

    private static double? Luminance(string colour)
    {
        if (colour is not ['#', ..] || colour.Length != 7 || !int.TryParse(colour.AsSpan(1), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var rgb))
            return null;
        return 0.2126 * Linear(rgb >> 16) + 0.7152 * Linear((rgb >> 8) & 0xff) + 0.0722 * Linear(rgb & 0xff);
    }

    private static double Linear(int channel)
    {
        var share = channel / 255.0;
        return share <= 0.04045 ? share / 12.92 : Math.Pow((share + 0.055) / 1.055, 2.4);
    }
}
