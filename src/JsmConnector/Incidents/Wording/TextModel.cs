using Scriban.Runtime;

namespace JsmConnector.Incidents.Wording;

/// <summary>
/// What a text can name: every variable that its audience may read, empty where nobody answered, and three ways to print one that is silent about what is
/// not known. A name that is not here is a mistake with a place, so that nothing internal gets out by a slip in a text.
/// </summary>
public static class TextModel
{
    private static readonly (string Name, string Group, string? Member)[] Names =
        [.. FactNames.All.Select(name => name.Split('.') is [var group, var member] ? (name, group, (string?)member) : (name, name, null))];

    /// <summary>They hold no state of a text.</summary>
    private static readonly ScriptObject Printers = MakePrinters();

    public static ScriptObject Of(TextWanted wanted, IReadOnlyDictionary<string, string?> facts)
    {
        var model = new ScriptObject();
        foreach (var (name, group, member) in Names)
        {
            if (!FactNames.Exists(name, wanted.Audience))
                continue;
            Set(model, group, member, FactNames.IsSealed(name, wanted.Audience, wanted.Class) || Printed(name, facts, wanted) is not { } printed ? null : FoldText.Mark(printed));
        }
        // Who reads internal words has many tickets: the key tells them apart where nothing else does.
        Set(model, FactNames.Sender, null, Sender(wanted.Audience, facts));
        foreach (var (name, function) in Printers)
            model[name] = function;
        return model;
    }

    /// <summary>What the app knows is no answer: a component may be called "Unknown".</summary>
    private static string? Printed(string name, IReadOnlyDictionary<string, string?> facts, TextWanted wanted) =>
        Answers.Given(facts.GetValueOrDefault(name)) is { } value && FactNames.MayBeAnswered(name) ? Answers.Printed(name, value, wanted.Language) : Answers.Given(facts.GetValueOrDefault(name));

    private static string? Sender(string audience, IReadOnlyDictionary<string, string?> facts)
    {
        string?[] names = [Answers.Given(facts.GetValueOrDefault("company")), Audience.ReadsLists(audience) ? Answers.Given(facts.GetValueOrDefault("incident.key")) : null];
        return names.Any(name => name is not null) ? string.Join(' ', names.OfType<string>()) : null;
    }

    private static ScriptObject MakePrinters()
    {
        var printers = new ScriptObject();
        printers.Import("known", new Func<string?, bool>(value => value is not null && Answers.IsKnown(value)));
        printers.Import("sentence", new Func<string?, string>(Sentence));
        printers.Import("label", new Func<string?, string, string>(Labelled));
        printers.Import("line", new Func<string?, string, string>((value, label) => Labelled(value, label) is { Length: > 0 } said ? $"\n- {said}\n" : ""));
        return printers;
    }

    private static void Set(ScriptObject model, string group, string? member, string? value)
    {
        if (member is null)
        {
            model[group] = value;
            return;
        }
        if (model[group] is not ScriptObject members)
            model[group] = members = [];
        members[member] = value;
    }

    /// <summary>An answer that stands alone. "None known" is no sentence.</summary>
    private static string Sentence(string? value) => value is null || !Answers.IsKnown(value) ? "" : Ended(value);

    private static string Labelled(string? value, string label) => value is null ? "" : $"{label}: {Ended(value)}";

    /// <summary>People end a sentence or not; readers should not see the difference. An address is left alone: with a full stop it would lead nowhere.</summary>
    private static string Ended(string value)
    {
        var text = string.Join(' ', value.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return text[^1] is '.' or '!' or '?' or '…' or ':' or '”' or '“' || text[(text.LastIndexOf(' ') + 1)..].Contains("://", StringComparison.Ordinal) ? text : $"{text}.";
    }
}
