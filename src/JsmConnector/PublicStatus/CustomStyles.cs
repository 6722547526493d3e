using System.Globalization;
using System.Text;

namespace JsmConnector.PublicStatus;

/// <summary>`/custom.css`: the page's own colours and style sheet.</summary>
public static class CustomStyles
{
    public static bool Has(PublicPage page) => page.Settings.Branding is { Css: { Length: > 0 } } or { LinkColour: not null } or { LinkColourDark: not null };

    public static byte[] Sheet(PublicPage page)
    {
        var branding = page.Settings.Branding;
        var sheet = new StringBuilder();
        // Asked again of what was saved: a rule may have become stricter since.
        if (branding.LinkColour is { } light && Platform.Html.Contrast.Ratio(light, "#ffffff") is not null)
            sheet.AppendLine(CultureInfo.InvariantCulture, $"@media (prefers-color-scheme: light) {{ :root {{ --link: {light}; }} }}");
        if (branding.LinkColourDark is { } dark && Platform.Html.Contrast.Ratio(dark, "#ffffff") is not null)
            sheet.AppendLine(CultureInfo.InvariantCulture, $"@media (prefers-color-scheme: dark) {{ :root {{ --link: {dark}; }} }}");
        if (branding.Css is { } css && Platform.Html.CustomStyle.Refusal(css) is null)
            sheet.AppendLine(css);
        return Encoding.UTF8.GetBytes(sheet.ToString());
    }
}
