using JsmConnector.Installations.Settings;

namespace JsmConnector.Incidents.Wording;

/// <summary>
/// The texts that could say what is wanted, best first: the nearest class wins, and within a class what the site wrote, the newest version before older ones. The one after is
/// there in case the one before fails. Pure.
/// </summary>
public static class FindTexts
{
    /// <summary>Written for the channel or for its measure.</summary>
    public static IEnumerable<TextFound> ForChannel(TextWanted wanted, WordSettings settings) =>
        from name in IncidentClasses.LineageOf(wanted.Class)
        from found in (wanted.Channel is null ? [] : OfSite(wanted, name, wanted.Channel, settings)).Concat(wanted.Form is null ? [] : BuiltIn(wanted, name, $"{wanted.About}.{wanted.Form}"))
        select found;

    /// <summary>Written for the audience, whatever the channel.</summary>
    public static IEnumerable<TextFound> ForAudience(TextWanted wanted, WordSettings settings) =>
        from name in IncidentClasses.LineageOf(wanted.Class)
        from found in OfSite(wanted, name, null, settings).Concat(BuiltIn(wanted, name, wanted.About))
        select found;

    /// <summary>What the class has to add to a text that it inherits; empty when nothing.</summary>
    public static string Addition(TextWanted wanted)
    {
        var family = Audience.ReadsLists(wanted.Audience) ? "list" : "prose";
        string[] sections = [$"+{Audience.TextsOf(wanted.Audience)}.{wanted.About}", $"+{family}.{wanted.About}", $"+{family}"];
        return (from name in IncidentClasses.LineageOf(wanted.Class)
                from section in sections
                select BuiltInTexts.Find(name, BuiltInTexts.Any, wanted.Language.Tag, section)).FirstOrDefault(text => text is not null) ?? "";
    }

    private static IEnumerable<TextFound> OfSite(TextWanted wanted, string name, string? channel, WordSettings settings) =>
        from audience in new[] { wanted.Audience, Audience.TextsOf(wanted.Audience) }.Distinct(StringComparer.Ordinal)
        from entry in settings.Templates.Select((text, index) => (Text: text, Index: index))
        where entry.Text.Class == name && entry.Text.Audience == audience && entry.Text.About == wanted.About && entry.Text.Language == wanted.Language.Tag && entry.Text.Channel == channel
        from version in (entry.Text.Before ?? []).Prepend(entry.Text.Text).Select((text, age) => (Text: text, Age: age))
        select new TextFound($"words.templates[{entry.Index}]{(version.Age == 0 ? "" : $".before[{version.Age - 1}]")}", version.Text);

    private static IEnumerable<TextFound> BuiltIn(TextWanted wanted, string name, string section) =>
        from audience in new[] { Audience.TextsOf(wanted.Audience), BuiltInTexts.Any }
        let source = BuiltInTexts.Find(name, audience, wanted.Language.Tag, section)
        where source is not null
        select new TextFound($"{name}/{audience}/{section}", source);
}
