namespace JsmConnector.AtlassianConnect.Documents;

/// <summary>
/// Formatted text of Jira, whichever of its two formats it came in: wiki markup in webhooks, Atlassian Document Format in REST v3.
/// Holds no markup of its own; every rendering encodes what it prints.
/// </summary>
public sealed record RichText(IReadOnlyList<Block> Blocks)
{
    public static RichText Empty { get; } = new([]);

    /// <summary>Paragraphs separated by a blank line; no control characters but line breaks.</summary>
    public string ToPlainText() => PlainText.Render(this);

    /// <summary>A fragment that is well-formed XML: all text encoded, links to http, https and mailto only.</summary>
    public string ToHtml() => HtmlText.Render(this);

    /// <summary>GitHub-flavoured; text is escaped so that nothing of it becomes markup.</summary>
    public string ToMarkdown() => MarkdownText.Render(this);
}

public abstract record Block
{
    public sealed record Paragraph(IReadOnlyList<Inline> Content) : Block;

    /// <param name="Level">1 to 6.</param>
    public sealed record Heading(int Level, IReadOnlyList<Inline> Content) : Block;

    public sealed record Code(string Text, string? Language) : Block;

    public sealed record Quote(IReadOnlyList<Block> Content) : Block;

    public sealed record List(bool Ordered, IReadOnlyList<IReadOnlyList<Block>> Items) : Block;

    /// <param name="Rows">Rows of cells; all rows may differ in length.</param>
    public sealed record Table(IReadOnlyList<IReadOnlyList<IReadOnlyList<Inline>>> Rows, bool HasHeader) : Block;

    public sealed record Rule : Block;
}

[Flags]
public enum TextStyle
{
    None = 0,
    Strong = 1,
    Emphasis = 2,
    Code = 4,
    Strike = 8,
}

public abstract record Inline
{
    /// <param name="Href">Where it leads; already known to be http, https or mailto.</param>
    public sealed record Text(string Value, TextStyle Style = TextStyle.None, string? Href = null) : Inline;

    public sealed record LineBreak : Inline;
}

/// <summary>What may come in from outside, in one place.</summary>
internal static class Incoming
{
    /// <summary>Longest text kept of one document, in characters; the rest is left out.</summary>
    public const int Longest = 200_000;

    /// <summary>Deepest nesting followed; what lies deeper is left out.</summary>
    public const int Deepest = 64;

    /// <summary>Drops control characters (XML and PostgreSQL refuse them) and torn surrogates.</summary>
    public static string Clean(string text)
    {
        var clean = true;
        for (var i = 0; i < text.Length && clean; i++)
            clean = !IsBad(text, i);
        if (clean)
            return text;
        var kept = new System.Text.StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (!IsBad(text, i))
                kept.Append(text[i]);
        }
        return kept.ToString();
    }

    public static string? Href(string? href)
    {
        if (href is null || href.Length > 2000 || !Uri.TryCreate(href.Trim(), UriKind.Absolute, out var uri))
            return null;
        return uri.Scheme is "http" or "https" or "mailto" ? uri.AbsoluteUri : null;
    }

    private static bool IsBad(string text, int at)
    {
        var character = text[at];
        if (char.IsHighSurrogate(character))
            return at + 1 >= text.Length || !char.IsLowSurrogate(text[at + 1]);
        if (char.IsLowSurrogate(character))
            return at == 0 || !char.IsHighSurrogate(text[at - 1]);
        return (char.IsControl(character) && character is not ('\n' or '\t')) || character is '\uFFFE' or '\uFFFF';
    }
}
