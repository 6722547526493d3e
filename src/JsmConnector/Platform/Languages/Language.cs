using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;

namespace JsmConnector.Platform.Languages;

/// <summary>
/// The words of the public page in one language: one resource file a language beside this class, and nothing else to add. What a file lacks is said in
/// English. Dates are written by the file too, so that a machine without culture data writes the same.
/// </summary>
public sealed class Language
{
    public const string Fallback = "en";
    private static readonly FrozenDictionary<string, Language> ByTag = Load();
    private readonly Dictionary<string, string> _words;

    internal Language(Dictionary<string, string> words) => _words = words;

    public static IEnumerable<Language> All => ByTag.Values.OrderBy(language => language.Tag, StringComparer.Ordinal);

    public string this[string key] => _words.TryGetValue(key, out var word) ? word : Tag == Fallback ? key : Of(Fallback)[key];

    /// <summary>BCP 47.</summary>
    public string Tag => _words["tag"];

    /// <summary>`ltr` or `rtl`.</summary>
    public string Direction => this["direction"];

    public IEnumerable<string> Keys => _words.Keys;

    public static Language? Find(string tag) => ByTag.GetValueOrDefault(tag);

    public static Language Of(string? tag) => Find(tag ?? Fallback) ?? ByTag[Fallback];

    public string Say(string key, params object[] parts) => string.Format(CultureInfo.InvariantCulture, this[key], parts);

    public string Status(string name) => this[$"status.{name}"];

    public string Stage(string name) => this[$"stage.{name}"];

    /// <summary>An audience as its members call it; one that a site added has the name that the site gave it.</summary>
    public string Audience(string name) => _words.TryGetValue($"audience.{name}", out var word) ? word : name;

    /// <summary>`23 Nov 2026`.</summary>
    public string Date(DateOnly day) => Say("date", day.Day, this["months"].Split(' ')[day.Month - 1], day.Year);

    public string Date(DateTimeOffset at) => Date(DateOnly.FromDateTime(at.UtcDateTime));

    /// <summary>`23 Nov 2026, 14:30 UTC`.</summary>
    public string Exact(DateTimeOffset at) => $"{Date(at)}, {Time(at)}";

    /// <summary>`14:30 UTC`, with the date in front when it is not the day of <paramref name="now"/>.</summary>
    public string Clock(DateTimeOffset at, DateTimeOffset now) => at.UtcDateTime.Date == now.UtcDateTime.Date ? Time(at) : Exact(at);

    /// <summary>`1 hour 20 minutes`.</summary>
    public string Duration(TimeSpan length)
    {
        if (length < TimeSpan.FromMinutes(1))
            return this["less-than-a-minute"];
        string[] parts = [Count("day", (int)length.TotalDays), Count("hour", length.Hours), length.TotalDays >= 1 ? "" : Count("minute", length.Minutes)];
        return string.Join(" ", parts.Where(part => part.Length > 0));
    }

    /// <summary>Rounded down, so that a page never claims more than it delivered; 100 only when nothing was lost.</summary>
    public string Percent(double percent) =>
        (Math.Floor(percent * 100) / 100).ToString("0.##", CultureInfo.InvariantCulture).Replace(".", this["decimal"], StringComparison.Ordinal);

    public string List(IReadOnlyList<string> names) => List(names, "and-more");

    /// <summary>As it follows “a problem with”: German says that in another case.</summary>
    public string ListWith(IReadOnlyList<string> names) => List(names, "and-more-with");

    private string List(IReadOnlyList<string> names, string more) => names.Count switch
    {
        0 => "",
        1 => names[0],
        <= 6 => Say("and", string.Join(", ", names.Take(names.Count - 1)), names[^1]),
        _ => Say(more, string.Join(", ", names.Take(5)), names.Count - 5),
    };

    private string Count(string unit, int count)
    {
        var forms = this[unit].Split('|');
        return count == 0 ? "" : string.Format(CultureInfo.InvariantCulture, forms[count == 1 ? 0 : ^1], count);
    }

    private static string Time(DateTimeOffset at) => at.UtcDateTime.ToString("HH:mm 'UTC'", CultureInfo.InvariantCulture);

    private static FrozenDictionary<string, Language> Load()
    {
        var assembly = typeof(Language).Assembly;
        return assembly.GetManifestResourceNames().Where(name => name.StartsWith("languages/", StringComparison.Ordinal)).Select(name =>
        {
            using var stream = assembly.GetManifestResourceStream(name)!;
            return new Language(JsonSerializer.Deserialize<Dictionary<string, string>>(stream)!);
        }).ToFrozenDictionary(language => language.Tag, StringComparer.Ordinal);
    }
}
