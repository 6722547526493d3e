namespace JsmConnector.Postmortems.Rendering;

public static class Shown
{
    /// <summary>`[label](url)`, both made safe; the label alone when there is no address that may be linked.</summary>
    public static string Link(string label, string? url)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var address) || address.Scheme is not ("https" or "http"))
            return MarkdownText.Inline(label);
        // AbsoluteUri escapes spaces, quotes and angle brackets; a bar would still end a table cell.
        return $"[{MarkdownText.Inline(label)}](<{address.AbsoluteUri.Replace("|", "%7C", StringComparison.Ordinal)}>)";
    }

    /// <summary>A table cell wants a line; the whole text is behind the evidence link.</summary>
    public static string Cell(string text)
    {
        const int Longest = 400;
        if (text.Length <= Longest)
            return MarkdownText.Inline(text);
        var cut = char.IsHighSurrogate(text[Longest - 1]) ? Longest - 1 : Longest;
        return MarkdownText.Inline(string.Concat(text.AsSpan(0, cut), "…"));
    }
}
