using System.Globalization;
using JsmConnector.Platform.Languages;

namespace JsmConnector.Platform.Html;

/// <summary>How screens write times. The zone is always named, the date is never ambiguous. The page script says the same in the reader's zone.</summary>
public static class Instants
{
    /// <summary>`23 Nov 2026, 14:30 UTC`.</summary>
    public static string Exact(DateTimeOffset at) => at.ToUniversalTime().ToString("d MMM yyyy, HH:mm 'UTC'", CultureInfo.InvariantCulture);

    /// <summary>`14:30 UTC`, with the date in front when it is not the day of <paramref name="now"/>.</summary>
    public static string Clock(DateTimeOffset at, DateTimeOffset now) => at.UtcDateTime.Date == now.UtcDateTime.Date
        ? at.ToUniversalTime().ToString("HH:mm 'UTC'", CultureInfo.InvariantCulture)
        : Exact(at);

    /// <summary>The form of the `datetime` attribute.</summary>
    public static string Iso(DateTimeOffset at) => at.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>`22 min`, `1 h 5 min`, `3 days`.</summary>
    public static string Short(TimeSpan length) => Sentence.Minutes((int)Math.Ceiling(length.Duration().TotalMinutes)).ToString();
}
