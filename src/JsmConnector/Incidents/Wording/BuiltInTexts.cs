using System.Collections.Frozen;
using System.Text;

namespace JsmConnector.Incidents.Wording;

/// <summary>
/// The texts that come with the app (Wording/Templates): one file a class, audience and language, in it a section for each thing that can be said. `any`
/// speaks to every audience. A section `+prose.identified` is no text but what a class adds to the one it inherits, for readers of sentences or of lists.
/// </summary>
public static class BuiltInTexts
{
    public const string Any = "any";
    private const string Folder = "words/";

    private static readonly FrozenDictionary<(string Class, string Audience, string Language, string Section), string> Texts = Load();

    public static IEnumerable<(string Class, string Audience, string Language, string Section)> All => Texts.Keys;

    public static string? Find(string incidentClass, string audience, string language, string section) => Texts.GetValueOrDefault((incidentClass, audience, language, section));

    private static FrozenDictionary<(string, string, string, string), string> Load()
    {
        var assembly = typeof(BuiltInTexts).Assembly;
        return (from name in assembly.GetManifestResourceNames()
                where name.StartsWith(Folder, StringComparison.Ordinal) && name.EndsWith(".scriban", StringComparison.Ordinal)
                let parts = name[Folder.Length..].Split('.')
                from section in Sections(assembly.GetManifestResourceStream(name)!)
                select ((parts[0], parts[1], parts[2], section.Name), section.Text)).ToFrozenDictionary(text => text.Item1, text => text.Text);
    }

    private static IEnumerable<(string Name, string Text)> Sections(Stream stream)
    {
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return [.. reader.ReadToEnd().ReplaceLineEndings("\n").Split("=== ", StringSplitOptions.RemoveEmptyEntries).Select(part => part.Split('\n', 2)).Select(part => (part[0], part[1].Trim('\n')))];
    }
}
