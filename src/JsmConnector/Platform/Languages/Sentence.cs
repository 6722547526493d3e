using System.Globalization;

namespace JsmConnector.Platform.Languages;

/// <summary>
/// What a rule says before anybody knows in which language it will be read: an English sentence, which is the key of its translations
/// (<see cref="ScreenWords"/>), and what stands in its places. Moments, lengths of time and numbers are written in the reader's language.
/// </summary>
public sealed class Sentence(string english, params object[] parts)
{
    public static implicit operator Sentence(string english) => new(english);

    /// <summary>`45 s`, `22 min`, `1 h 5 min`, `3 days`.</summary>
    public static Sentence Length(TimeSpan length) => length < TimeSpan.FromMinutes(1)
        ? new Sentence("{0} s", Math.Max(0, (int)length.TotalSeconds))
        : Minutes((int)Math.Ceiling(length.TotalMinutes));

    /// <summary>`22 min`, `1 h 5 min`, `3 days`.</summary>
    public static Sentence Minutes(int minutes) => minutes switch
    {
        < 60 => new Sentence("{0} min", minutes),
        >= 60 * 48 => new Sentence("{0} days", minutes / (60 * 24)),
        _ when minutes % 60 == 0 => new Sentence("{0} h", minutes / 60),
        _ => new Sentence("{0} h {1} min", minutes / 60, minutes % 60),
    };

    /// <param name="tag">BCP 47; a language without this sentence says it in English.</param>
    public string In(string tag) => parts.Length == 0
        ? ScreenWords.In(tag, english)
        : string.Format(CultureInfo.InvariantCulture, ScreenWords.In(tag, english), [.. parts.Select(part => Written(part, Language.Of(tag)))]);

    public override string ToString() => In(Language.Fallback);

    private static object Written(object part, Language language) => part switch
    {
        Sentence inner => inner.In(language.Tag),
        DateTimeOffset at => language.Exact(at),
        TimeSpan length => Length(length).In(language.Tag),
        int number => number.ToString("N0", CultureInfo.InvariantCulture).Replace(",", language["decimal"] == "," ? "." : ",", StringComparison.Ordinal),
        _ => part,
    };
}
