using System.Globalization;
using JsmConnector.Incidents;
using JsmConnector.Postmortems.Facts;

namespace JsmConnector.Postmortems.Rendering;

/// <summary>How a postmortem writes values in one language. What is missing says so.</summary>
public abstract record DocumentWords
{
    public const string DefaultLanguage = "en";

    public static IReadOnlyList<DocumentWords> All { get; } = [new EnglishWords(), new GermanWords()];

    /// <summary>A language nobody wrote templates in falls back to English.</summary>
    public static DocumentWords Of(string? language) => All.FirstOrDefault(words => words.Language == language) ?? All[0];

    public abstract string Language { get; }

    /// <summary>The language's own name.</summary>
    public abstract string Name { get; }
    public abstract string NotRecorded { get; }
    protected abstract string And { get; }
    protected abstract string OurServices { get; }

    public virtual string Time(DateTimeOffset? at) =>
        at is { } time ? time.ToUniversalTime().ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture) : NotRecorded;

    /// <summary>For readers outside, who read sentences and not logs.</summary>
    public abstract string Outside(DateTimeOffset? at);

    /// <summary>A beginning of a sentence: when it began and ended, the day named once where one is enough.</summary>
    public abstract string Period(DateTimeOffset from, DateTimeOffset? to);

    /// <summary>What people call a class of incidents.</summary>
    public abstract string Class(string name);

    /// <summary>How somebody decided about an approval, as Jira calls it.</summary>
    public virtual string Decision(string decision) => decision;

    public string Seconds(DateTimeOffset at) => at.ToUniversalTime().ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    public string Number(int? number) => number?.ToString(CultureInfo.InvariantCulture) ?? NotRecorded;

    public string Length(TimeSpan? length) => length is { } known && known >= TimeSpan.Zero ? Duration(known) : NotRecorded;

    public abstract string Duration(TimeSpan length);

    public abstract string Rate(int kept, int made);

    public abstract string Title(IReadOnlyList<string> components);

    public abstract string Stage(Stage stage);

    public abstract string Status(ComponentStatus? status);

    public abstract string Seen(Visibility visibility);

    public abstract string Missing(WhyMissing why);

    /// <summary>Said behind an assumed or corrected moment; empty for a recorded one.</summary>
    public abstract string Certainty(Certainty certainty);

    /// <summary>What a row of the timeline says.</summary>
    public abstract string Row(TimelineRow row);

    public abstract string Destination(string channel, string destination);

    public abstract string Moment(MomentKind moment);

    public string Names(IReadOnlyList<string> names) => names.Count switch
    {
        0 => OurServices,
        1 => names[0],
        _ => $"{string.Join(", ", names.Take(names.Count - 1))} {And} {names[^1]}",
    };
}

public static class FactsInWords
{
    public static string TitleIn(this PostmortemFacts facts, DocumentWords words) => facts.WrittenTitle ?? words.Title(facts.TitleComponents);
}
