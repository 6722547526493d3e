using System.Globalization;
using System.Text;

namespace JsmConnector.Postmortems.Review;

/// <summary>The meeting about a postmortem as an iCalendar file (RFC 5545). Pure. The same postmortem has the same UID, so a moved meeting replaces the old one.</summary>
public static class ReviewMeeting
{
    public static string Of(string uid, string issueKey, string url, DateTimeOffset startsAt, TimeSpan length, DateTimeOffset now) => string.Concat(new[]
    {
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//JsmConnector//Postmortem//EN", "METHOD:PUBLISH", "BEGIN:VEVENT",
        $"UID:{uid}", $"DTSTAMP:{Utc(now)}", $"SEQUENCE:{(now.ToUnixTimeSeconds() / 60).ToString(CultureInfo.InvariantCulture)}", $"DTSTART:{Utc(startsAt)}", $"DTEND:{Utc(startsAt + length)}",
        $"SUMMARY:{Text($"Postmortem of {issueKey}")}",
        $"DESCRIPTION:{Text($"How did it come about, and what do we change? Read it before: {url}")}",
        $"URL:{url}", "END:VEVENT", "END:VCALENDAR",
    }.Select(Fold));

    private static string Utc(DateTimeOffset at) => at.ToUniversalTime().ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);

    private static string Text(string text) => text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace(";", "\\;", StringComparison.Ordinal)
        .Replace(",", "\\,", StringComparison.Ordinal).ReplaceLineEndings("\\n");

    /// <summary>75 octets a line; longer ones go on after a space.</summary>
    private static string Fold(string line)
    {
        var folded = new StringBuilder();
        var octets = 0;
        foreach (var rune in line.EnumerateRunes())
        {
            if (octets + rune.Utf8SequenceLength > 74)
            {
                folded.Append("\r\n ");
                octets = 1;
            }
            folded.Append(rune.ToString());
            octets += rune.Utf8SequenceLength;
        }
        return folded.Append("\r\n").ToString();
    }
}
