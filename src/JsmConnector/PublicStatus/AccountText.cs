using System.Text;

namespace JsmConnector.PublicStatus;

/// <summary>The account for readers as it fits below the title of its page: its own title goes, and its headings come one step down. Pure.</summary>
public static class AccountText
{
    private const string DeepestHeading = "######";

    public static string BelowTitle(string markdown)
    {
        var text = new StringBuilder(markdown.Length + 64);
        var (inCode, isFirst) = (false, true);
        foreach (var line in markdown.ReplaceLineEndings("\n").Split('\n'))
        {
            if (line.StartsWith("```", StringComparison.Ordinal) || line.StartsWith("~~~", StringComparison.Ordinal))
                inCode = !inCode;
            var isHeading = !inCode && line.StartsWith('#') && !line.StartsWith(DeepestHeading, StringComparison.Ordinal);
            if (isFirst && isHeading && line.StartsWith("# ", StringComparison.Ordinal))
            {
                isFirst = false;
                continue;
            }
            isFirst &= line.Length == 0;
            text.Append(isHeading ? "#" : "").Append(line).Append('\n');
        }
        return text.ToString().Trim('\n');
    }
}
