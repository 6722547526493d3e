using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;
using Microsoft.Net.Http.Headers;

namespace JsmConnector.Platform.Languages;

/// <summary>
/// The words of screens inside Jira, in the language of the reader's browser. English stands in the screen and is the key of its own translation: one
/// resource file a language in the folder Screens, and nothing else to add. What a file lacks is said in English.
/// </summary>
public sealed class ScreenWords
{
    private const string Prefix = "screens/";

    /// <summary>Of the call that is being answered. Not the framework's accessor of the call: that is set for every call, and public pages feel it.</summary>
    private readonly AsyncLocal<string?> _tag = new();
    private static readonly FrozenDictionary<string, FrozenDictionary<string, string>> ByTag = Load();
    private static readonly FrozenDictionary<string, SentencesWithParts> Composed = ByTag.ToFrozenDictionary(words => words.Key, words => new SentencesWithParts(words.Value), StringComparer.Ordinal);

    public string this[string english] => In(Tag, english);

    /// <summary>BCP 47.</summary>
    public string Tag => _tag.Value ?? Language.Fallback;

    /// <summary>Says what follows in the language of this call's reader.</summary>
    public async Task ForReaderAsync(HttpContext context, RequestDelegate next)
    {
        _tag.Value = TagOf(context.Request.Headers.AcceptLanguage.ToString());
        await next(context);
    }

    public string Say(string english, params object[] parts) => string.Format(CultureInfo.InvariantCulture, this[english], parts);

    /// <summary>What the app put together elsewhere, parts and all: reasons of deliveries, refusals of the rules, names of places.</summary>
    public string Tell(string english) => TellIn(Tag, english);

    /// <summary>The language of what <see cref="Tell(string)"/> makes of it, where that is not the language of the screen.</summary>
    public string? ForeignTag(string english) => Tag != Language.Fallback && Tell(english) == english ? Language.Fallback : null;

    public static string TellIn(string tag, string english) => Tell(tag, english, 0);

    private static string Tell(string tag, string english, int depth)
    {
        if (!ByTag.TryGetValue(tag, out var words))
            return english;
        return words.TryGetValue(english, out var word) ? word : Composed[tag].Find(english, (part, level) => Tell(tag, part, level), depth) ?? english;
    }

    public static IEnumerable<string> Tags => ByTag.Keys;

    public static IEnumerable<string> KeysOf(string tag) => ByTag[tag].Keys;

    public static string In(string tag, string english) => ByTag.TryGetValue(tag, out var words) && words.TryGetValue(english, out var word) ? word : english;

    /// <summary>The first language of a browser's list that there are words in.</summary>
    public static string TagOf(string? acceptLanguage)
    {
        if (string.IsNullOrEmpty(acceptLanguage) || !StringWithQualityHeaderValue.TryParseList([acceptLanguage], out var wishes))
            return Language.Fallback;
        return wishes.Where(wish => wish.Quality is not 0).OrderByDescending(wish => wish.Quality ?? 1).Select(wish => wish.Value.ToString().Split('-')[0].ToLowerInvariant())
            .FirstOrDefault(tag => tag == Language.Fallback || ByTag.ContainsKey(tag)) ?? Language.Fallback;
    }

    private static FrozenDictionary<string, FrozenDictionary<string, string>> Load()
    {
        var assembly = typeof(ScreenWords).Assembly;
        return assembly.GetManifestResourceNames().Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)).ToFrozenDictionary(name => Path.GetFileNameWithoutExtension(name), name =>
        {
            using var stream = assembly.GetManifestResourceStream(name)!;
            return JsonSerializer.Deserialize<Dictionary<string, string>>(stream)!.ToFrozenDictionary(StringComparer.Ordinal);
        }, StringComparer.Ordinal);
    }
}
