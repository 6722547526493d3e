using System.Collections.Frozen;
using System.Text.Json;

namespace JsmConnector.Incidents.Wording;

/// <summary>
/// What an audience must learn at a stage (required.json): the general class names all of it, another class what it adds and, with a minus, what it leaves
/// out. Pure.
/// </summary>
public static class RequiredFacts
{
    private static readonly FrozenDictionary<string, Dictionary<string, string[]>> ByClass = Load();

    /// <param name="about">The name of a stage. Of other things nothing is required.</param>
    public static IReadOnlyList<string> Of(string incidentClass, string audience, string about)
    {
        var (place, required) = ($"{Audience.TextsOf(audience)}.{about}", new List<string>());
        foreach (var changes in IncidentClasses.LineageOf(incidentClass).Reverse().Select(name => ByClass.GetValueOrDefault(name)?.GetValueOrDefault(place) ?? []))
        {
            required.RemoveAll(name => changes.Contains($"-{name}", StringComparer.Ordinal));
            required.AddRange(changes.Where(name => name[0] != '-' && !required.Contains(name, StringComparer.Ordinal)));
        }
        return required;
    }

    private static FrozenDictionary<string, Dictionary<string, string[]>> Load()
    {
        using var stream = typeof(RequiredFacts).Assembly.GetManifestResourceStream("words/required")!;
        return JsonSerializer.Deserialize<Dictionary<string, Dictionary<string, string[]>>>(stream)!.ToFrozenDictionary(StringComparer.Ordinal);
    }
}
