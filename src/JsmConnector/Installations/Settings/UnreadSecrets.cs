using System.Text.Json;
using System.Text.RegularExpressions;

namespace JsmConnector.Installations.Settings;

/// <summary>
/// Secrets in a text that is no JSON, or not yet: no structure tells where they are, so whatever stands beside a name that sounds like one is taken for one,
/// and everything in the braces after it; a brace that is never closed takes the rest. Rather one too many. Pure.
/// </summary>
internal static partial class UnreadSecrets
{
    private const string Block = "secrets";

    public static IEnumerable<(int Start, int Length, string Value)> Of(string text)
    {
        var at = 0;
        while (Name().Match(text, at) is { Success: true } name)
        {
            at = name.Index + name.Length;
            var isBlock = name.Groups["name"].Value.Equals(Block, StringComparison.OrdinalIgnoreCase) || (at < text.Length && text[at] is '{' or '[');
            if (!SecretPlaces.IsSecret(name.Groups["name"].Value))
                continue;
            if (!isBlock)
            {
                if (Direct().Match(text, at) is { Success: true } value && Part(value) is { } part)
                {
                    yield return part;
                    at = part.Start + part.Length;
                }
                continue;
            }
            var end = End(text, at);
            // Names in the braces stay: what is followed by a colon is none of the values.
            foreach (Match value in Inside().Matches(text[..end], at))
            {
                if (!Colon().IsMatch(text, value.Index + value.Length) && Part(value) is { } part)
                    yield return part;
            }
            at = end;
        }
    }

    private static (int Start, int Length, string Value)? Part(Match match)
    {
        // Without a quotation mark at its end it would take the comma or the brace along.
        var raw = match.Groups["end"].Success ? match.Groups["value"].Value : match.Groups["value"].Value.TrimEnd(' ', '\t', ',', '}', ']');
        // With one too many it begins after it.
        var value = raw.TrimStart('"', '\'');
        return value.Length == 0 ? null : (match.Groups["value"].Index + raw.Length - value.Length, value.Length, Plain(value));
    }

    /// <summary>Where the braces close that open here; the end of the text when they do not.</summary>
    private static int End(string text, int at)
    {
        for (var (depth, isOpened, isQuoted) = (0, false, false); at < text.Length; at++)
        {
            isQuoted = text[at] switch
            {
                '"' when at == 0 || text[at - 1] != '\\' => !isQuoted,
                '\n' => false,
                _ => isQuoted,
            };
            if (isQuoted)
                continue;
            if (text[at] is '{' or '[')
                (depth, isOpened) = (depth + 1, true);
            else if (text[at] is '}' or ']' && --depth <= 0)
                return at;
        }
        return text.Length;
    }

    private static string Plain(string value)
    {
        try
        {
            return JsonSerializer.Deserialize<string>($"\"{value}\"") ?? value;
        }
        catch (JsonException)
        {
            return value;
        }
    }

    private const string Value = """
        ["'](?<value>(\\.|[^\\\r\n])*?)(?<end>["'](?=\s*([,:}\]]|$)))|["'](?<value>[^\r\n]*)
        """;

    /// <summary>A name at the place of one, and whatever stands between it and its value. What comes after a colon is a value itself.</summary>
    [GeneratedRegex("""(?<![\w.-])(?=[\w.-])(?<=(^\s*|[{,\["']\s*))(?<![:=]\s*["']?)(?<name>[\w.-]+)(["']\s*[:=]?|\s*[:=])\s*""", RegexOptions.Multiline | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Name();

    [GeneratedRegex("\\G(" + Value + """|(?<value>[^\s"'{}\[\],][^\r\n"]*))""", RegexOptions.Multiline | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Direct();

    [GeneratedRegex("(" + Value + """|(?<value>([^\s"'{}\[\],:]|:(?![\s"']))+))""", RegexOptions.Multiline | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Inside();

    [GeneratedRegex("""\G\s*:""", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Colon();
}
