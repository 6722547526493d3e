namespace JsmConnector.Postmortems.Facts;

/// <summary>
/// The names in one side of a changelog item. Jira writes several of them with commas between and marks nothing: a name may hold a comma itself. Its ids
/// tell how many there are; where they leave it open, the longest name that is known counts. Pure.
/// </summary>
internal static class NamesOfChange
{
    private const char Comma = ',';

    /// <param name="ids">`10001`, `[10001, 10002]` or `10001,10002`; older entries have none.</param>
    /// <param name="known">Names that things on this ticket have, or had.</param>
    public static IReadOnlyList<string> Of(string? text, string? ids, IReadOnlyCollection<string> known)
    {
        if (string.IsNullOrWhiteSpace(text))
            return [];
        var (parts, count) = (Parts(text), Parts((ids ?? "").Trim('[', ']', ' ')).Count);
        return count == 1 ? [text.Trim()] : count == parts.Count ? parts : Known(text, known);
    }

    private static List<string> Known(string text, IReadOnlyCollection<string> known)
    {
        var names = new List<string>();
        for (var at = 0; at < text.Length; at++)
        {
            while (at < text.Length && (text[at] == Comma || char.IsWhiteSpace(text[at])))
                at++;
            var end = known.Select(name => End(text, at, name)).DefaultIfEmpty().Max();
            if (end == 0)
                end = text.IndexOf(Comma, at) is >= 0 and var comma ? comma : text.Length;
            names.Add(text[at..end].Trim());
            at = end;
        }
        return [.. names.Where(name => name.Length > 0)];
    }

    /// <summary>Where the name ends that stands there, with what separates it from the next; 0 when another one stands there.</summary>
    private static int End(string text, int at, string name)
    {
        name = name.Trim();
        if (name.Length == 0 || string.Compare(text, at, name, 0, name.Length, StringComparison.OrdinalIgnoreCase) != 0)
            return 0;
        var end = at + name.Length;
        while (end < text.Length && char.IsWhiteSpace(text[end]))
            end++;
        return end == text.Length || text[end] == Comma ? end : 0;
    }

    private static List<string> Parts(string text) => [.. text.Split(Comma, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)];
}
