using JsmConnector.Installations.Settings;
using JsmConnector.Platform.Languages;

namespace JsmConnector.Incidents.Wording;

/// <summary>The words for everybody that the app says by rule, or offers to whoever writes. Pure.</summary>
public static class CustomerWords
{
    public static string Of(Telling telling, InstallationSettings settings) => Say(telling, settings).Text;

    public static SaidText Say(Telling telling, InstallationSettings settings)
    {
        var language = LanguageOf(settings);
        if (telling.Incident.IsTest)
            return new SaidText(language[telling.Stage.IsOpen() ? "drill-words" : "drill-over"], null, []);
        var (told, wanted) = Unapproved.Narrow(telling, new TextWanted(telling.Incident.Class, AudienceSettings.Customers, telling.About, language));
        return SayText.ToAudience(wanted, KnownFacts.Of(told, language, settings.Words), settings.Words);
    }

    /// <summary>They are written once, for every page: in the language of the first built-in one.</summary>
    public static Language LanguageOf(InstallationSettings settings) =>
        Language.Of(settings.StatusPages.FirstOrDefault(page => page.Provider == StatusPageSettings.BuiltIn.Provider)?.Page?.Language);
}
