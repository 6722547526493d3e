using System.Globalization;
using JsmConnector.Incidents;

namespace JsmConnector.Postmortems.Rendering;

/// <summary>How values are written in a postmortem. What is missing says so.</summary>
public static class Shown
{
    public const string NotRecorded = "not recorded";

    public static string Time(DateTimeOffset? at) =>
        at is { } time ? time.ToUniversalTime().ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture) : NotRecorded;

    public static string Seconds(DateTimeOffset at) => at.ToUniversalTime().ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    public static string Length(TimeSpan? length) => length is { } known && known >= TimeSpan.Zero ? PublicWords.Duration(known) : NotRecorded;

    public static string Number(int? number) => number?.ToString(CultureInfo.InvariantCulture) ?? NotRecorded;

    public static string Rate(int kept, int made) =>
        made == 0 ? "no promise was made" : $"{Number(kept)} of {Number(made)} ({Number(kept * 100 / made)} %)";

    /// <summary>`[label](url)`, both made safe; the label alone when there is no address that may be linked.</summary>
    public static string Link(string label, string? url)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var address) || address.Scheme is not ("https" or "http"))
            return MarkdownText.Inline(label);
        // AbsoluteUri escapes spaces, quotes and angle brackets; a bar would still end a table cell.
        return $"[{MarkdownText.Inline(label)}](<{address.AbsoluteUri.Replace("|", "%7C", StringComparison.Ordinal)}>)";
    }
}
