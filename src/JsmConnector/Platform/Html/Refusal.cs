using JsmConnector.Platform.Html.Parts;

namespace JsmConnector.Platform.Html;

/// <summary>A screen that shows why there is nothing to see, and what to do.</summary>
public sealed record Refusal(int StatusCode, string Title, string Mend)
{
    public IResult Page(FrameAncestors ancestors, string? kind) =>
        new FramedPage<Refused, Refusal>(new PageShell { Title = Title, IsInReadersLanguage = true, Ancestors = ancestors, Kind = kind, StatusCode = StatusCode }, this);
}
