using System.Collections.Concurrent;
using JsmConnector.Platform.Languages;
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

    /// <summary>By language; they hold no state of a text.</summary>
    private static readonly ConcurrentDictionary<string, ScriptObject> Printers = new(StringComparer.Ordinal);

    public static ScriptObject Of(TextWanted wanted, IReadOnlyDictionary<string, string?> facts)
    {
        var model = new ScriptObject();
        foreach (var (name, group, member) in Names)
        {
            if (!FactNames.Exists(name, wanted.Audience))
                continue;
            Set(model, group, member, FactNames.IsSealed(name, wanted.Audience, wanted.Class) || Answers.Given(facts.GetValueOrDefault(name)) is not { } value ? null : FoldText.Mark(value));
        }
        // Who reads internal words has many tickets: the key tells them apart where nothing else does.
        Set(model, FactNames.Sender, null, Sender(wanted.Audience, facts));
        foreach (var (name, function) in Printers.GetOrAdd(wanted.Language.Tag, static (_, language) => PrintersOf(language), wanted.Language))
            model[name] = function;
        return model;
    }

    private static string? Sender(string audience, IReadOnlyDictionary<string, string?> facts)
    {
        string?[] names = [Answers.Given(facts.GetValueOrDefault("company")), Audience.ReadsLists(audience) ? Answers.Given(facts.GetValueOrDefault("incident.key")) : null];
        return names.Any(name => name is not null) ? string.Join(' ', names.OfType<string>()) : null;
    }

    private static ScriptObject PrintersOf(Language language)
    {
        var (printers, unknown) = (new ScriptObject(), language["none-known"]);
        // "None known" is an answer, and no knowledge.
        printers.Import("known", new Func<string?, bool>(value => value is not null && !Answers.IsNone(value)));
        printers.Import("sentence", new Func<string?, string>(Sentence));
        printers.Import("label", new Func<string?, string, string>((value, label) => Labelled(value, label, unknown)));
        printers.Import("line", new Func<string?, string, string>((value, label) => Labelled(value, label, unknown) is { Length: > 0 } said ? $"\n- {said}\n" : ""));
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
    private static string Sentence(string? value) => value is null || Answers.IsNone(value) ? "" : Ended(value);

    private static string Labelled(string? value, string label, string unknown) => value is null ? "" : $"{label}: {Ended(Answers.IsNone(value) ? unknown : value)}";

    /// <summary>People end a sentence or not; readers should not see the difference. An address is left alone: with a full stop it would lead nowhere.</summary>
    private static string Ended(string value)
    {
        var text = string.Join(' ', value.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return text[^1] is '.' or '!' or '?' or '…' or ':' or '”' or '“' || text[(text.LastIndexOf(' ') + 1)..].Contains("://", StringComparison.Ordinal) ? text : $"{text}.";
    }
}
