using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace JsmConnector.Postmortems.Rendering;

/// <param name="Name">Of the region.</param>
/// <param name="Theirs">What stands in the document: people changed it.</param>
/// <param name="Fresh">What the facts say now.</param>
public sealed record RegionConflict(string Name, string Theirs, string Fresh);

/// <param name="Conflicts">Regions that people changed and the facts changed too; left as people wrote them.</param>
public sealed record Refreshed(string Markdown, IReadOnlyList<RegionConflict> Conflicts);

/// <summary>
/// A document of people with parts of the machine in it. A part stands between two marks, and the first mark holds the hash of what the machine
/// wrote: while the hash fits, the part is the machine's and may be written anew; once somebody changed it, it is theirs. Everything outside
/// complete pairs of marks belongs to people and is kept to the byte.
/// </summary>
public static partial class LivingDocument
{
    public static string Mark(string name, string body) => $"<!-- facts:{name} {Hash(body)} -->\n{body}{(body.Length == 0 ? "" : "\n")}<!-- /facts:{name} -->";

    /// <summary>Pure. Regions that the facts do not know, and marks that lost their pair, stay as they are.</summary>
    public static Refreshed Refresh(string markdown, IReadOnlyDictionary<string, string> fresh)
    {
        var conflicts = new List<RegionConflict>();
        // Stored texts have plain line ends; one from elsewhere must not lose its marks over a carriage return.
        markdown = Versions.PersonsText.WithPlainLineEnds(markdown);
        var refreshed = Region().Replace(markdown, match =>
        {
            var (name, hash, body) = (match.Groups["name"].Value, match.Groups["hash"].Value, Body(match));
            if (!fresh.TryGetValue(name, out var wanted))
                return match.Value;
            if (Hash(body) == hash || body == wanted)
                return Mark(name, wanted);
            if (Hash(wanted) != hash)
                conflicts.Add(new RegionConflict(name, body, wanted));
            return match.Value;
        });
        return new Refreshed(refreshed, conflicts);
    }

    /// <summary>A person decided about a conflict: the facts take the place of the words, or the words stay until the facts change again.</summary>
    public static string Settle(string markdown, string region, string fresh, bool takeFacts) => Region().Replace(markdown, match =>
        match.Groups["name"].Value != region ? match.Value
        : takeFacts ? Mark(region, fresh)
        : match.Value.Replace($"facts:{region} {match.Groups["hash"].Value}", $"facts:{region} {Hash(fresh)}", StringComparison.Ordinal));

    /// <summary>Without the marks, for readers.</summary>
    public static string WithoutMarks(string markdown) => Marks().Replace(Empty().Replace(markdown, ""), "");

    /// <summary>Names of the regions that are still in the document.</summary>
    public static IReadOnlyList<string> RegionsIn(string markdown) => [.. Region().Matches(markdown).Select(match => match.Groups["name"].Value)];

    private static string Body(Match match) => match.Groups["body"].Value.TrimEnd('\n');

    private static string Hash(string body) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(body.TrimEnd('\n'))))[..12];

    [GeneratedRegex(@"^<!-- facts:(?<name>[a-z_]{1,40}) (?<hash>[0-9a-f]{12}) -->\n(?<body>(?:(?!^<!-- /?facts:)[^\n]*\n)*?)^<!-- /facts:\k<name> -->$", RegexOptions.Multiline | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 2000)]
    private static partial Regex Region();

    [GeneratedRegex(@"^<!-- /?facts:[a-z_]{1,40}( [0-9a-f]{12})? -->\n?", RegexOptions.Multiline | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 2000)]
    private static partial Regex Marks();

    /// <summary>A region without words, with the blank line before it.</summary>
    [GeneratedRegex(@"\n?^<!-- facts:(?<name>[a-z_]{1,40}) [0-9a-f]{12} -->\n<!-- /facts:\k<name> -->\n?", RegexOptions.Multiline | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 2000)]
    private static partial Regex Empty();
}
