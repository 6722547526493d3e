using JsmConnector.Postmortems.Facts;

namespace JsmConnector.Postmortems.Mentions;

/// <summary>Pure: people whom a text names with an @ before their name. Only those who worked on the ticket can be meant: others the app does not know.</summary>
public static class FindMentions
{
    private const int LongestLine = 300;

    /// <returns>Those whom <paramref name="after"/> names and <paramref name="before"/> did not.</returns>
    public static IReadOnlyList<Responder> New(string before, string after, IReadOnlyList<Responder> people)
    {
        var (was, named) = (Named(before, people), Named(after, people));
        return [.. named.Where(person => !was.Contains(person))];
    }

    /// <summary>The line in which somebody is named; null when no line does.</summary>
    public static string? LineOf(Responder person, string text, IReadOnlyList<Responder> people)
    {
        var line = text.Split('\n').FirstOrDefault(line => Named(line, people).Contains(person))?.Trim().TrimStart('>', '-', '#', '*', ' ');
        return line is { Length: > LongestLine } ? string.Concat(line.AsSpan(0, char.IsHighSurrogate(line[LongestLine - 1]) ? LongestLine - 1 : LongestLine), "…") : line;
    }

    /// <summary>At each @ the longest name that fits: "@Ada Lovelace" does not name Ada.</summary>
    private static HashSet<Responder> Named(string text, IReadOnlyList<Responder> people)
    {
        var named = new HashSet<Responder>();
        for (var at = text.IndexOf('@', StringComparison.Ordinal); at >= 0; at = text.IndexOf('@', at + 1))
        {
            // An e-mail address names nobody.
            if (at > 0 && char.IsLetterOrDigit(text[at - 1]))
                continue;
            if (people.Where(person => person.Account is not null && Stands(text, at + 1, person.Name)).MaxBy(person => person.Name.Length) is { } person)
                named.Add(person);
        }
        return named;
    }

    private static bool Stands(string text, int at, string name) =>
        string.Compare(text, at, name, 0, name.Length, StringComparison.OrdinalIgnoreCase) == 0 && (at + name.Length == text.Length || !char.IsLetterOrDigit(text[at + name.Length]));
}
