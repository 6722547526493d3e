using System.Globalization;

namespace JsmConnector.Platform;

/// <summary>`2024-10-08T16:38:03.790+0800`: Jira writes the offset without a colon (facts of the v2 and v3 REST API).</summary>
public static class JiraTime
{
    private static readonly string[] Formats =
        ["yyyy-MM-dd'T'HH:mm:ss.fffzzz", "yyyy-MM-dd'T'HH:mm:sszzz", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd'T'HH:mm:ssK"];

    /// <returns>In UTC; a time without an offset counts as UTC; null for what is no time.</returns>
    public static DateTimeOffset? Read(string? text) =>
        text is not null && (DateTimeOffset.TryParseExact(text, Formats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var exact)
            || DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out exact))
            ? exact.ToUniversalTime()
            : null;
}
