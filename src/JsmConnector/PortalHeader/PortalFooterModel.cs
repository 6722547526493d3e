using JsmConnector.Incidents;
using JsmConnector.Platform.Html;

namespace JsmConnector.PortalHeader;

/// <summary>One line below the portal: how the services are, all together.</summary>
/// <param name="More">How many others are open beside the one that is named.</param>
public sealed record PortalFooterModel(Tone Tone, string Text, string? StatusPageUrl, int More = 0)
{
    /// <param name="header">What the header says; the footer must not say otherwise.</param>
    public static PortalFooterModel Of(PortalHeaderModel header, string? statusPageUrl)
    {
        List<Notice> open = [.. header.Notices.Concat(header.Folded).Where(notice => notice.Stage.IsOpen())];
        return open switch
        {
            [] => new PortalFooterModel(Tone.Good, "All systems operational", statusPageUrl),
            [var only] => new PortalFooterModel(only.Tone, only.Title, statusPageUrl),
            // Worst first, as in the header.
            [var worst, ..] => new PortalFooterModel(worst.Tone, worst.Title, statusPageUrl, open.Count - 1),
        };
    }
}
