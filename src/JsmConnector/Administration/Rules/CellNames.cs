using System.Text;

namespace JsmConnector.Administration.Rules;

/// <summary>
/// Names in one cell: `VPN, "E-Mail, Calendar"`. One that holds a separator itself stands in quotation marks, which are doubled within it; known names
/// are taken as they are without any. Pure.
/// </summary>
public static class CellNames
{
    private const char Mark = '"';
    private const string Separators = ",;\n";

    public static string Join(IEnumerable<string> names) => string.Join(", ", names.Select(name => Shown(name)));

    /// <param name="ends">What would end the name where it stands.</param>
    public static string Shown(string name, string ends = Separators) =>
        name.StartsWith(Mark) || name.AsSpan().IndexOfAny(ends) >= 0 ? $"{Mark}{name.Replace($"{Mark}", $"{Mark}{Mark}", StringComparison.Ordinal)}{Mark}" : name;

    /// <summary>Whether it could not be told from several names.</summary>
    public static bool IsTorn(string name) => name.AsSpan().IndexOfAny(Separators) >= 0;

    /// <param name="known">Names that may be written without quotation marks whatever they hold: the longest that fits counts.</param>
    public static IReadOnlyList<string> Split(string cell, IReadOnlyList<string>? known = null)
    {
        var names = new List<string>();
        for (var at = 0; at < cell.Length; at++)
        {
            while (at < cell.Length && (char.IsWhiteSpace(cell[at]) || IsOneOf(cell[at], Separators)))
                at++;
            (var name, at) = Whole(cell, at, known ?? []) ?? Take(cell, at, Separators);
            names.Add(name);
        }
        return [.. names.Where(name => name.Length > 0).Distinct(StringComparer.OrdinalIgnoreCase)];
    }

    private static (string, int)? Whole(string cell, int at, IReadOnlyList<string> known) => known
        .Where(name => IsTorn(name) && string.Compare(cell, at, name, 0, name.Length, StringComparison.OrdinalIgnoreCase) == 0 && Ends(cell, at + name.Length, Separators) >= 0)
        .MaxBy(name => name.Length) is { } found ? (found, Ends(cell, at + found.Length, Separators)) : null;

    /// <returns>The name that begins there, and where what ends it stands: the end of the text when nothing does.</returns>
    public static (string Name, int End) Take(string text, int at, string ends)
    {
        while (at < text.Length && char.IsWhiteSpace(text[at]))
            at++;
        if (Quoted(text, at, ends) is { } quoted)
            return quoted;
        var end = text.AsSpan(Math.Min(at, text.Length)).IndexOfAny(ends) is >= 0 and var far ? at + far : text.Length;
        return (text[Math.Min(at, end)..end].Trim(), end);
    }

    /// <summary>Null when no name in quotation marks begins there: a mark within a name is a letter like others.</summary>
    private static (string, int)? Quoted(string text, int at, string ends)
    {
        if (at >= text.Length || text[at] != Mark)
            return null;
        var name = new StringBuilder();
        for (at++; at < text.Length; at++)
        {
            if (text[at] != Mark)
                name.Append(text[at]);
            else if (at + 1 < text.Length && text[at + 1] == Mark)
                name.Append(text[at++]);
            else
                return Ends(text, at + 1, ends) is >= 0 and var end ? (name.ToString().Trim(), end) : null;
        }
        return null;
    }

    /// <returns>Where what ends the name stands, behind spaces at most; -1 when the name goes on.</returns>
    private static int Ends(string text, int at, string ends)
    {
        while (at < text.Length && char.IsWhiteSpace(text[at]) && !IsOneOf(text[at], ends))
            at++;
        return at >= text.Length || IsOneOf(text[at], ends) ? Math.Min(at, text.Length) : -1;
    }

    private static bool IsOneOf(char letter, string letters) => letters.Contains(letter, StringComparison.Ordinal);
}
