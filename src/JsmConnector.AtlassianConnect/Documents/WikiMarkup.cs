namespace JsmConnector.AtlassianConnect.Documents;

/// <summary>
/// Reads Jira's wiki markup, the form of text in webhooks. Line by line, in linear time; what is not understood stays text.
/// https://jira.atlassian.com/secure/WikiRendererHelpAction.jspa?section=all
/// </summary>
public static class WikiMarkup
{
    public static RichText Parse(string? text)
    {
        if (string.IsNullOrEmpty(text))
            return RichText.Empty;
        if (text.Length > Incoming.Longest)
            text = text[..Incoming.Longest] + " …";
        var lines = Incoming.Clean(text.ReplaceLineEndings("\n")).Split('\n');
        return new RichText(new WikiBlocks(lines).Read());
    }
}

internal sealed class WikiBlocks(string[] lines)
{
    private readonly List<Block> _blocks = [];
    private readonly List<string> _paragraph = [];
    private int _at;

    public List<Block> Read()
    {
        while (_at < lines.Length)
            ReadOne();
        EndParagraph();
        return _blocks;
    }

    private void ReadOne()
    {
        var line = lines[_at].Trim();
        if (line.Length == 0)
            EndParagraph();
        else if (line is "----" or "-----")
            Add(new Block.Rule());
        else if (line.Length > 3 && line[0] == 'h' && line[1] is >= '1' and <= '6' && line[2] == '.')
            Add(new Block.Heading(line[1] - '0', WikiInlines.Read(line[3..].Trim())));
        else if (line.StartsWith("bq. ", StringComparison.Ordinal))
            Add(new Block.Quote([new Block.Paragraph(WikiInlines.Read(line[4..]))]));
        else if (Opens(line, "code") || Opens(line, "noformat"))
            ReadCode(line);
        else if (line.StartsWith("{quote}", StringComparison.Ordinal) || line.StartsWith("{panel", StringComparison.Ordinal))
            SkipFence(line);
        else if (line[0] is '*' or '#' or '-' && Marker(line) > 0)
            ReadList();
        else if (line[0] == '|')
            ReadTable();
        else
        {
            _paragraph.Add(line);
            _at++;
        }
    }

    private void Add(Block block)
    {
        EndParagraph();
        _blocks.Add(block);
        _at++;
    }

    private void EndParagraph()
    {
        if (_paragraph.Count == 0)
        {
            _at += _at < lines.Length && lines[_at].Trim().Length == 0 ? 1 : 0;
            return;
        }
        var inlines = new List<Inline>();
        foreach (var line in _paragraph)
        {
            if (inlines.Count > 0)
                inlines.Add(new Inline.LineBreak());
            inlines.AddRange(WikiInlines.Read(line));
        }
        _paragraph.Clear();
        _blocks.Add(new Block.Paragraph(inlines));
    }

    private static bool Opens(string line, string macro) =>
        line.StartsWith("{" + macro, StringComparison.Ordinal) && line.Length > macro.Length + 1 && line[macro.Length + 1] is '}' or ':';

    /// <summary>From `{code:java}` to `{code}`, on one line or many; without an end to the end of the text.</summary>
    private void ReadCode(string first)
    {
        EndParagraph();
        var close = first.StartsWith("{code", StringComparison.Ordinal) ? "{code}" : "{noformat}";
        var end = first.IndexOf('}', StringComparison.Ordinal);
        var language = end > 6 && first[5] == ':' ? first[6..end].Split('|')[0] : null;
        var code = new List<string>();
        var rest = first[(end + 1)..];
        _at++;
        while (true)
        {
            var stop = rest.IndexOf(close, StringComparison.Ordinal);
            if (stop >= 0)
            {
                if (stop > 0)
                    code.Add(rest[..stop]);
                break;
            }
            if (rest.Length > 0 || code.Count > 0)
                code.Add(rest);
            if (_at >= lines.Length)
                break;
            rest = lines[_at++];
        }
        _blocks.Add(new Block.Code(string.Join('\n', code), language is { Length: < 30 } && !language.Contains('=', StringComparison.Ordinal) ? language : null));
    }

    /// <summary>Quotes and panels lose their frame and keep their text.</summary>
    private void SkipFence(string line)
    {
        EndParagraph();
        var end = line.IndexOf('}', StringComparison.Ordinal);
        var rest = end < 0 ? "" : line[(end + 1)..];
        lines[_at] = rest.Replace("{quote}", "", StringComparison.Ordinal).Replace("{panel}", "", StringComparison.Ordinal);
        if (lines[_at].Trim().Length == 0)
            _at++;
    }

    /// <returns>Length of `**` in `** item`; 0 when the line is no list item.</returns>
    private static int Marker(string line)
    {
        var length = 0;
        while (length < line.Length && line[length] is '*' or '#' or '-')
        {
            if (++length > Incoming.Deepest)
                return 0;
        }
        return length > 0 && length < line.Length && line[length] == ' ' ? length : 0;
    }

    private void ReadList()
    {
        EndParagraph();
        var items = new List<(int Depth, bool Ordered, string Text)>();
        while (_at < lines.Length && lines[_at].Trim() is { Length: > 0 } line && line[0] is '*' or '#' or '-' && Marker(lines[_at].Trim()) is > 0 and var marker)
        {
            var text = lines[_at].Trim();
            items.Add((marker, text[marker - 1] == '#', text[marker..].Trim()));
            _at++;
        }
        var next = 0;
        while (next < items.Count)
            _blocks.Add(Nested(items, ref next, items[next].Depth));
    }

    private static Block.List Nested(List<(int Depth, bool Ordered, string Text)> items, ref int next, int depth)
    {
        var ordered = items[next].Ordered;
        var list = new List<IReadOnlyList<Block>>();
        while (next < items.Count && items[next].Depth >= depth)
        {
            if (items[next].Depth > depth && list.Count > 0)
                list[^1] = [.. list[^1], Nested(items, ref next, items[next].Depth)];
            else
                list.Add([new Block.Paragraph(WikiInlines.Read(items[next++].Text))]);
        }
        return new Block.List(ordered, list);
    }

    private void ReadTable()
    {
        EndParagraph();
        var rows = new List<IReadOnlyList<IReadOnlyList<Inline>>>();
        var hasHeader = lines[_at].Trim().StartsWith("||", StringComparison.Ordinal);
        while (_at < lines.Length && lines[_at].Trim().StartsWith('|'))
        {
            var row = lines[_at++].Trim().Replace("||", "|", StringComparison.Ordinal).Trim('|');
            rows.Add([.. row.Split('|').Select(cell => WikiInlines.Read(cell.Trim()))]);
        }
        _blocks.Add(new Block.Table(rows, hasHeader));
    }
}
