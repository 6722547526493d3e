using JsmConnector.Installations.Settings;
using JsmConnector.Platform.Languages;

namespace JsmConnector.Incidents.Promises;

/// <summary>When the app may keep a promise by itself, and with which words. Pure.</summary>
public static class HoldingPolicy
{
    /// <summary>After so many in a row readers have learned nothing for hours; a person must write.</summary>
    public const int MostInARow = 3;

    /// <summary>"Nothing new" can be false or harmful here: people decide what is said.</summary>
    private static readonly string[] NeverByItself = ["security", "data_loss"];

    public static bool MayHold(Incident incident, int holdingPosts, InstallationSettings settings) =>
        settings.Promises is not { HoldingPosts: false } && holdingPosts < MostInARow && !NeverByItself.Contains(incident.Class, StringComparer.Ordinal);

    /// <summary>Says that nothing changed, that what was said still holds, and when the next word comes; owns up when it is late.</summary>
    public static string Words(Language language, Incident incident, IncidentUpdate said, DateTimeOffset? nextUpdateAt, TimeSpan? late, DateTimeOffset now)
    {
        var names = incident.AffectedNames();
        var what = names.Count == 0 ? language["our-services"] : language.List(names);
        string[] sentences =
        [
            late is { } time ? language.Say("said.late", language.Duration(time)) : "",
            language.Say(incident.Stage == Stage.Monitoring ? "said.holding.monitoring" : "said.holding", what),
            language.Say("said.still-holds", language.Clock(said.PublishedAt, now)),
            nextUpdateAt is { } at ? language.Say("said.next", language.Clock(at, now)) : "",
        ];
        return string.Join(' ', sentences.Where(sentence => sentence.Length > 0));
    }

    /// <summary>The words of the app are written once, for every page: in the language of the first built-in one.</summary>
    public static Language LanguageOf(InstallationSettings settings) =>
        Language.Of(settings.StatusPages.FirstOrDefault(page => page.Provider == StatusPageSettings.BuiltIn.Provider)?.Page?.Language);
}
