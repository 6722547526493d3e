using System.Text;

namespace JsmConnector.AtlassianConnect.Documents;

/// <summary>Inline wiki markup of one line. One pass; a mark without its partner is text.</summary>
internal static class WikiInlines
{
    public static IReadOnlyList<Inline> Read(string line)
    {
        var inlines = new List<Inline>();
        var text = new StringBuilder();
        for (var at = 0; at < line.Length;)
        {
            var length = Special(line, at, out var inline);
            if (length == 0)
            {
                text.Append(line[at++]);
                continue;
            }
            Flush();
            inlines.AddRange(inline);
            at += length;
        }
        Flush();
        return inlines;

        void Flush()
        {
            if (text.Length > 0)
                inlines.Add(new Inline.Text(text.ToString()));
            text.Clear();
        }
    }

    /// <returns>How many characters were understood; 0 when the character stands for itself.</returns>
    private static int Special(string line, int at, out IReadOnlyList<Inline> inline)
    {
        inline = [];
        switch (line[at])
        {
            case '\\' when Next(line, at) == '\\':
                inline = [new Inline.LineBreak()];
                return 2;
            case '\\' when Next(line, at) is '*' or '_' or '-' or '{' or '[' or '!' or '|' or '#' or '+' or '^' or '~':
                inline = [new Inline.Text(line[at + 1].ToString())];
                return 2;
            case '{' when line.AsSpan(at).StartsWith("{{"):
                return Between(line, at, "{{", "}}", TextStyle.Code, ref inline);
            case '{' when line.AsSpan(at).StartsWith("{color") || line.AsSpan(at).StartsWith("{quote}") || line.AsSpan(at).StartsWith("{panel}"):
                var end = line.IndexOf('}', at);
                return end < 0 || end - at > 60 ? 0 : end - at + 1;
            case '[':
                return Link(line, at, ref inline);
            case '!':
                return Image(line, at, ref inline);
            case '*':
                return Mark(line, at, '*', TextStyle.Strong, ref inline);
            case '_':
                return Mark(line, at, '_', TextStyle.Emphasis, ref inline);
            case '-':
                return Mark(line, at, '-', TextStyle.Strike, ref inline);
            default:
                return 0;
        }
    }

    private static char Next(string line, int at) => at + 1 < line.Length ? line[at + 1] : '\0';

    /// <summary>`*bold*`: the marks stand at word borders and hug their text, else they are text. Looks ahead a bounded stretch only.</summary>
    private static int Mark(string line, int at, char mark, TextStyle style, ref IReadOnlyList<Inline> inline)
    {
        const int longest = 2000;
        if ((at > 0 && char.IsLetterOrDigit(line[at - 1])) || !(at + 2 < line.Length) || char.IsWhiteSpace(line[at + 1]) || line[at + 1] == mark)
            return 0;
        var from = at + 1;
        var end = line.IndexOf(mark, from + 1, Math.Min(longest, line.Length - from - 1));
        if (end < 0 || char.IsWhiteSpace(line[end - 1]) || (end + 1 < line.Length && char.IsLetterOrDigit(line[end + 1])))
            return 0;
        inline = [new Inline.Text(line[from..end], style)];
        return end + 1 - at;
    }

    private static int Between(string line, int at, string open, string close, TextStyle style, ref IReadOnlyList<Inline> inline)
    {
        var from = at + open.Length;
        var end = line.IndexOf(close, from, Math.Min(4000, line.Length - from), StringComparison.Ordinal);
        if (end <= from)
            return 0;
        inline = [new Inline.Text(line[from..end], style)];
        return end + close.Length - at;
    }

    /// <summary>`[text|url]`, `[url]`, `[~accountid:…]`. Who is mentioned stays inside.</summary>
    private static int Link(string line, int at, ref IReadOnlyList<Inline> inline)
    {
        var end = line.IndexOf(']', at, Math.Min(2500, line.Length - at));
        if (end < 0 || end == at + 1)
            return 0;
        var content = line[(at + 1)..end];
        if (content[0] == '~')
        {
            inline = [new Inline.Text("@someone")];
            return end + 1 - at;
        }
        var parts = content.Split('|');
        var href = Incoming.Href(parts.Length > 1 ? parts[1] : parts[0]);
        if (parts.Length == 1 && href is null)
            return 0;
        inline = [new Inline.Text(parts[0], TextStyle.None, href)];
        return end + 1 - at;
    }

    /// <summary>`!image.png|thumbnail!`: readers elsewhere cannot open attachments.</summary>
    private static int Image(string line, int at, ref IReadOnlyList<Inline> inline)
    {
        if (at + 1 >= line.Length || char.IsWhiteSpace(line[at + 1]))
            return 0;
        var end = line.IndexOf('!', at + 1, Math.Min(300, line.Length - at - 1));
        if (end < 0 || !line.AsSpan(at, end - at).Contains('.') || line.AsSpan(at, end - at).Contains(' '))
            return 0;
        inline = [new Inline.Text("[attachment]")];
        return end + 1 - at;
    }
}
