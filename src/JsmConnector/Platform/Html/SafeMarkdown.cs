using Ganss.Xss;
using Markdig;

namespace JsmConnector.Platform.Html;

/// <summary>
/// Markdown to HTML that may be shown: raw HTML in the source is text, and what comes out passes a sanitizer that knows only the few elements
/// a document needs. <see cref="Parts.MarkdownText"/> is the one component that emits the result.
/// </summary>
public static class SafeMarkdown
{
    /// <summary>UTF-16 characters; longer documents are cut, with a word about it.</summary>
    public const int Longest = 2_000_000;

    /// <summary>Everything that comes out of it. The frame of Forge's screens must let each of them pass.</summary>
    public static readonly IReadOnlyList<string> Elements =
    [
        "h1", "h2", "h3", "h4", "h5", "h6", "p", "br", "hr", "blockquote", "pre", "code", "em", "strong", "del", "ul", "ol", "li", "a",
        "table", "thead", "tbody", "tr", "th", "td",
    ];

    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder().DisableHtml().UsePipeTables().UseEmphasisExtras().Build();
    private static readonly HtmlSanitizer Sanitizer = MakeSanitizer();

    public static string ToHtml(string markdown)
    {
        var source = markdown.Length <= Longest ? markdown : $"{markdown.AsSpan(0, Longest)}\n\n_This document is too long to be shown in full._";
        return Sanitizer.Sanitize(Convert(source));
    }

    private static string Convert(string source)
    {
        try
        {
            return Markdown.ToHtml(source, Pipeline);
        }
        catch (ArgumentException)
        {
            // Markdig gives up on elements nested too deeply.
            return $"<pre>{System.Net.WebUtility.HtmlEncode(source)}</pre>";
        }
    }

    private static HtmlSanitizer MakeSanitizer()
    {
        var sanitizer = new HtmlSanitizer(new HtmlSanitizerOptions
        {
            AllowedTags = new HashSet<string>(Elements, StringComparer.OrdinalIgnoreCase),
            AllowedAttributes = new HashSet<string>(StringComparer.OrdinalIgnoreCase) { "href", "start" },
            AllowedSchemes = new HashSet<string>(StringComparer.OrdinalIgnoreCase) { "http", "https", "mailto" },
            UriAttributes = new HashSet<string>(StringComparer.OrdinalIgnoreCase) { "href" },
        });
        sanitizer.KeepChildNodes = true;
        sanitizer.PostProcessNode += (_, processed) =>
        {
            // The page is framed: a link opens beside it and learns nothing of it.
            if (processed.Node is AngleSharp.Html.Dom.IHtmlAnchorElement { } link && link.HasAttribute("href"))
            {
                link.SetAttribute("target", "_blank");
                link.SetAttribute("rel", "noopener noreferrer nofollow");
            }
            // On narrow screens a wide table scrolls, and whoever has only keys must reach it.
            if (processed.Node is AngleSharp.Html.Dom.IHtmlTableElement table)
                table.SetAttribute("tabindex", "0");
        };
        return sanitizer;
    }
}
