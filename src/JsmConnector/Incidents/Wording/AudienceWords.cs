using JsmConnector.Installations.Settings;
using JsmConnector.Platform.Languages;
using JsmConnector.Platform.Templates;

namespace JsmConnector.Incidents.Wording;

/// <param name="Short">For a channel with a narrow measure; null for others.</param>
/// <param name="Problems">Texts of the site that could not be used.</param>
public sealed record AudienceText(string Text, string? Short, IReadOnlyList<TemplateProblem> Problems);

/// <summary>
/// What one audience reads of an update. Words that a person wrote for it come first. Where a person wrote for customers only, whoever reads sentences reads
/// those, and whoever reads lists finds them in their own text: nobody's news is replaced by a form. Pure.
/// </summary>
public static class AudienceWords
{
    public static AudienceText Of(Telling telling, IncidentUpdate update, string audience, Language language, (string Kind, string? Form) channel, InstallationSettings settings)
    {
        var (told, wanted) = Unapproved.Narrow(telling, new TextWanted(telling.Incident.Class, audience, telling.About, language) { Channel = channel.Kind });
        var facts = KnownFacts.Of(told, language, settings.Words);
        var brief = channel.Form is null ? null : SayText.ToChannel(wanted with { Form = channel.Form }, facts, settings.Words);
        var said = Written(update, audience) is { } written ? new SaidText(written, null, []) : OwnUp(ByText(update, wanted, facts, settings), audience, facts);
        return new AudienceText(said.Text, brief?.Text, [.. said.Problems, .. brief?.Problems ?? []]);
    }

    private static string? Written(IncidentUpdate update, string audience) =>
        update.OtherWords.TryGetValue(audience, out var words) ? words : update.IsByHand && !Audience.ReadsLists(audience) ? update.CustomerWords : null;

    /// <summary>Whoever was promised a time hears that it was missed; texts for readers inside need not think of it. What customers read, the page says too: word by word.</summary>
    private static SaidText OwnUp(SaidText said, string audience, IReadOnlyDictionary<string, string?> facts) =>
        !Audience.ReadsPublicWords(audience) && facts.GetValueOrDefault("update.late") is { } late && !said.Text.Contains(late, StringComparison.Ordinal) ? said with { Text = $"{late} {said.Text}" } : said;

    private static SaidText ByText(IncidentUpdate update, TextWanted wanted, IReadOnlyDictionary<string, string?> facts, InstallationSettings settings)
    {
        if (SayText.ToChannel(wanted, facts, settings.Words) is { } own)
            return own;
        // What stands on the page already is not said again in slightly other words.
        return wanted.Audience == AudienceSettings.Customers && wanted.Class != IncidentClasses.Unapproved && wanted.Language == CustomerWords.LanguageOf(settings)
            ? new SaidText(update.CustomerWords, null, [])
            : SayText.ToAudience(wanted, facts, settings.Words);
    }
}
