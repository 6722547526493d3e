using System.Text.RegularExpressions;

namespace JsmConnector.Postmortems.Review;

/// <param name="Line">From 1.</param>
/// <param name="Words">As they stand there.</param>
/// <param name="Hint">What to ask instead.</param>
public sealed record BlamelessHint(int Line, string Words, string Hint);

/// <summary>
/// Pure: words that look for somebody to blame. Offered and never enforced: a sentence about a person may be right, and people know better. Quotes and
/// the app's own parts are left alone.
/// </summary>
public static partial class BlamelessHints
{
    private const int Most = 20;

    private static readonly (Regex Words, string Hint)[] Rules =
    [
        (HumanError(), "Ask what made the mistake easy to make, and what would have caught it."),
        (ShouldHave(), "Say what was known at that moment and what was not: later everybody knows better."),
        (Blame(), "Blame ends the search for causes. Say what happened, then how it was possible."),
        (Careless(), "Careful people do this too. Ask what the system showed them."),
        (Obviously(), "It was not obvious then, or it would not have happened. Leave the word out."),
        (WhoseFault(), "Ask how, not who."),
    ];

    public static IReadOnlyList<BlamelessHint> In(string markdown)
    {
        var (hints, isOurs) = (new List<BlamelessHint>(), false);
        foreach (var (line, index) in markdown.ReplaceLineEndings("\n").Split('\n').Select((line, index) => (line, index)))
        {
            if (line.StartsWith("<!-- facts:", StringComparison.Ordinal))
                isOurs = true;
            if (line.StartsWith("<!-- /facts:", StringComparison.Ordinal))
                isOurs = false;
            if (isOurs || line.StartsWith('>') || hints.Count >= Most)
                continue;
            hints.AddRange(Rules.Select(rule => (Found: rule.Words.Match(line), rule.Hint)).Where(pair => pair.Found.Success).Select(pair => new BlamelessHint(index + 1, pair.Found.Value, pair.Hint)));
        }
        return hints;
    }

    [GeneratedRegex(@"\b(human error|user error|operator error|menschliche[sr]? (versagen|fehler)|bedien(er)?fehler)\b", Options, 1000)]
    private static partial Regex HumanError();

    [GeneratedRegex(@"\b(should(n't| not)? have|could have|ought to have|failed to|neglected to|hätte[nt]?\b.{0,60}\b(müssen|sollen|können)|versäumte[nt]?|hat versäumt)\b", Options, 1000)]
    private static partial Regex ShouldHave();

    [GeneratedRegex(@"\b(to blame|blamed|is guilty|schuldig|verschuldet)\b", Options, 1000)]
    private static partial Regex Blame();

    [GeneratedRegex(@"\b(careless(ly|ness)?|sloppy|incompeten(t|ce)|stupid(ly)?|negligen(t|ce)|nachlässig(keit)?|schlampig|fahrlässig(keit)?|unachtsam(keit)?)\b", Options, 1000)]
    private static partial Regex Careless();

    [GeneratedRegex(@"\b(obviously|of course|simply forgot|just forgot|forgot to|natürlich|offensichtlich|vergaß(en)?|vergessen)\b", Options, 1000)]
    private static partial Regex Obviously();

    [GeneratedRegex(@"\b(whose fault|who (broke|caused|did) (it|this|that)|wer (hat|war) (das|es|schuld))\b", Options, 1000)]
    private static partial Regex WhoseFault();

    private const RegexOptions Options = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture;
}
