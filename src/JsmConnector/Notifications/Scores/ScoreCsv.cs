using System.Globalization;
using System.Text;

namespace JsmConnector.Notifications.Scores;

/// <summary>The scores for a spreadsheet (RFC 4180). A name that a spreadsheet would run is only read. Pure.</summary>
public static class ScoreCsv
{
    private static readonly char[] Runs = ['=', '+', '-', '@', '\t', '\r'];

    public static string Of(IEnumerable<(string By, IReadOnlyList<CommunicationScore> Scores)> groups)
    {
        var csv = new StringBuilder("by,name,incidents,first_word_seconds,longest_silence_seconds,promises_kept,promises,delivered,deliveries,corrections\r\n");
        foreach (var (by, scores) in groups)
        {
            foreach (var score in scores)
            {
                csv.Append(CultureInfo.InvariantCulture,
                    $"{by},{Cell(score.Name)},{score.Incidents},{score.FirstWord?.TotalSeconds:0},{score.LongestSilence?.TotalSeconds:0},{score.Kept},{score.Promised},{score.Delivered},{score.Tried},{score.Corrections}\r\n");
            }
        }
        return csv.ToString();
    }

    private static string Cell(string text) => $"\"{(Runs.Contains(text.FirstOrDefault()) ? "'" : "")}{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
