using System.Net;
using System.Text;

namespace JsmConnector.PublicStatus;

/// <summary>A small picture of the page's state for READMEs and intranets; its title says the same to those who hear it.</summary>
public static class Badge
{
    public static byte[] Svg(PublicPage page)
    {
        var text = WebUtility.HtmlEncode(page.Indicator.Description);
        var name = WebUtility.HtmlEncode(page.Name);
        var (left, right) = (20 + page.Name.Length * 7, 20 + page.Indicator.Description.Length * 7);
        var colour = page.Indicator.Indicator switch { "none" => "#0b6b3a", "minor" => "#7f5f01", "major" => "#a54800", "critical" => "#ae2a19", _ => "#0055cc" };
        return Encoding.UTF8.GetBytes($"""
            <svg xmlns="http://www.w3.org/2000/svg" width="{left + right}" height="24" role="img" aria-label="{name}: {text}"><title>{name}: {text}</title>
            <rect width="{left}" height="24" rx="4" fill="#44546f"/><rect x="{left - 4}" width="{right + 4}" height="24" rx="4" fill="{colour}"/>
            <g fill="#fff" font-family="system-ui,sans-serif" font-size="12"><text x="10" y="16">{name}</text><text x="{left + 8}" y="16">{text}</text></g></svg>
            """);
    }
}
