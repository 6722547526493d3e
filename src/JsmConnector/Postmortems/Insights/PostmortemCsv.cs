using System.Globalization;
using System.Text;

namespace JsmConnector.Postmortems.Insights;

/// <summary>The list as a table for spreadsheets (RFC 4180). Pure. What is not recorded is an empty cell, never zero.</summary>
public static class PostmortemCsv
{
    private static readonly string[] Headings =
        ["incident", "summary", "state", "severity", "class", "components", "causes", "started_at", "resolved_at", "seconds_to_acknowledge", "seconds_to_resolve", "seconds_to_first_word", "review_due_at"];

    public static string Of(IEnumerable<PostmortemLine> lines)
    {
        var text = new StringBuilder();
        Row(text, Headings);
        foreach (var line in lines)
        {
            Row(text,
            [
                line.IssueKey, line.Summary, line.State.Name(), Number(line.Severity), line.Class, string.Join("; ", line.Components), string.Join("; ", line.Causes), Time(line.StartedAt), Time(line.ResolvedAt),
                Number(line.SecondsToAcknowledge), Number(line.SecondsToResolve), Number(line.SecondsToFirstWord), Time(line.ReviewDueAt),
            ]);
        }
        return text.ToString();
    }

    private static void Row(StringBuilder text, IReadOnlyList<string?> cells) => text.AppendJoin(',', cells.Select(Cell)).Append("\r\n");

    /// <summary>A cell that begins like a formula would be one: spreadsheets run what a ticket says.</summary>
    private static string Cell(string? value)
    {
        var shown = value is { Length: > 0 } && value[0] is ('=' or '+' or '-' or '@' or '\t' or '\r') ? "'" + value : value ?? "";
        return shown.AsSpan().IndexOfAny(',', '"', '\n') >= 0 || shown.Contains('\r', StringComparison.Ordinal) ? $"\"{shown.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : shown;
    }

    private static string Number(int? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "";

    private static string Time(DateTimeOffset? at) => at?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture) ?? "";
}
