using JsmConnector.Installations.Settings;
using JsmConnector.Platform.Languages;

namespace JsmConnector.Incidents.Wording;

/// <param name="Short">For a channel with a narrow measure; null for others.</param>
public sealed record AudienceText(string Text, string? Short);

/// <summary>
/// What one audience reads of an update. Words that a person wrote for it come first. Where a person wrote for customers only, whoever reads sentences reads
/// those, and whoever reads lists finds them in their own text: nobody's news is replaced by a form. Pure.
/// </summary>
public static class AudienceWords
{
    public static AudienceText Of(Telling telling, IncidentUpdate update, string audience, Language language, (string Kind, string? Form) channel, InstallationSettings settings)
    {
        var wanted = new TextWanted(telling.Incident.Class, audience, telling.About, language) { Channel = channel.Kind };
        var facts = KnownFacts.Of(telling, language, settings.Words);
        var brief = channel.Form is null ? null : SayText.ToChannel(wanted with { Form = channel.Form }, facts, settings.Words)?.Text;
        return new AudienceText(Written(update, audience) ?? ByText(update, wanted, facts, settings), brief);
    }

    private static string? Written(IncidentUpdate update, string audience) =>
        update.OtherWords.TryGetValue(audience, out var words) ? words : update.IsByHand && !Audience.ReadsLists(audience) ? update.CustomerWords : null;

    private static string ByText(IncidentUpdate update, TextWanted wanted, IReadOnlyDictionary<string, string?> facts, InstallationSettings settings)
    {
        if (SayText.ToChannel(wanted, facts, settings.Words) is { } own)
            return own.Text;
        // What stands on the page already is not said again in slightly other words.
        return wanted.Audience == AudienceSettings.Customers && wanted.Language == CustomerWords.LanguageOf(settings)
            ? update.CustomerWords
            : SayText.ToAudience(wanted, facts, settings.Words).Text;
    }
}
