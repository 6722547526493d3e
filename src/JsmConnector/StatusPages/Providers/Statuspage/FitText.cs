using System.Globalization;

namespace JsmConnector.StatusPages.Providers.Statuspage;

public static class FitText
{
    private const string CutMark = "…";

    /// <summary>At most <paramref name="length"/> UTF-16 units, cut between what a reader sees as characters.</summary>
    public static string To(int length, string? text)
    {
        var trimmed = (text ?? "").Trim();
        if (trimmed.Length <= length)
            return trimmed;

        var kept = 0;
        while (true)
        {
            var next = StringInfo.GetNextTextElementLength(trimmed, kept);
            if (kept + next > length - CutMark.Length)
                return trimmed[..kept].TrimEnd() + CutMark;
            kept += next;
        }
    }
}
