using System.Globalization;
using System.Text;

namespace JsmConnector.PublicStatus;

/// <summary>`/maintenance.ics`: planned work as iCalendar (RFC 5545). An event keeps its UID, so that calendars move it when the window moves.</summary>
public static class MaintenanceCalendar
{
    private const int LongestLine = 75;

    public static byte[] Write(PublicPage page)
    {
        var calendar = new StringBuilder();
        Line("BEGIN:VCALENDAR");
        Line("VERSION:2.0");
        Line("PRODID:-//JsmConnector//Status page//EN");
        Line("CALSCALE:GREGORIAN");
        Line($"X-WR-CALNAME:{Text(page.Name)}");
        Line("REFRESH-INTERVAL;VALUE=DURATION:PT15M");
        // A calendar holds at least one component, also while nothing is planned.
        foreach (var zone in new[] { "BEGIN:VTIMEZONE", "TZID:Etc/UTC", "BEGIN:STANDARD", "DTSTART:19700101T000000", "TZOFFSETFROM:+0000", "TZOFFSETTO:+0000", "TZNAME:UTC", "END:STANDARD", "END:VTIMEZONE" })
            Line(zone);
        foreach (var entry in page.Maintenances)
            Event(entry);
        Line("END:VCALENDAR");
        return Encoding.UTF8.GetBytes(calendar.ToString());

        void Event(PageIncident entry)
        {
            var row = entry.Row;
            Line("BEGIN:VEVENT");
            Line($"UID:{row.PublicId}@{new Uri(page.Url).Host}");
            Line($"DTSTAMP:{Time(row.UpdatedAt)}");
            Line($"LAST-MODIFIED:{Time(row.UpdatedAt)}");
            Line($"SEQUENCE:{Math.Max(0, entry.Updates.Count - 1).ToString(CultureInfo.InvariantCulture)}");
            Line($"DTSTART:{Time(row.ScheduledFor!.Value)}");
            Line($"DTEND:{Time(row.ScheduledUntil!.Value)}");
            Line($"SUMMARY:{Text(row.Title)}");
            if (entry.Updates is [var newest, ..])
                Line($"DESCRIPTION:{Text(newest.Words)}");
            Line($"URL:{page.Url}/incidents/{row.PublicId}");
            // Called off before it began.
            Line(row.Stage == "completed" && row.ResolvedAt < row.ScheduledFor ? "STATUS:CANCELLED" : "STATUS:CONFIRMED");
            Line("TRANSP:TRANSPARENT");
            Line("END:VEVENT");
        }

        void Line(string text) => Fold(calendar, text);
    }

    private static string Time(DateTimeOffset at) => at.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);

    private static string Text(string text) => string.Concat(text.ReplaceLineEndings("\n").EnumerateRunes().Select(rune => rune.Value switch
    {
        '\\' => "\\\\",
        ';' => "\\;",
        ',' => "\\,",
        '\n' => "\\n",
        '\t' => " ",
        < 0x20 or 0x7f => "",
        _ => rune.ToString(),
    }));

    /// <summary>Lines hold 75 octets; the rest goes on behind a blank, never in the middle of a letter.</summary>
    private static void Fold(StringBuilder calendar, string text)
    {
        var used = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            if (used + rune.Utf8SequenceLength > LongestLine)
            {
                calendar.Append("\r\n ");
                used = 1;
            }
            calendar.Append(rune.ToString());
            used += rune.Utf8SequenceLength;
        }
        calendar.Append("\r\n");
    }
}
