using Scriban.Runtime;

namespace JsmConnector.Incidents.Wording;

/// <summary>
/// What a text can name: every variable that its audience may read, empty where nobody answered, and three ways to print one that is silent about what is
/// not known. A name that is not here is a mistake with a place, so that nothing internal gets out by a slip in a text.
/// </summary>
public static class TextModel
{
    public static ScriptObject Of(TextWanted wanted, IReadOnlyDictionary<string, string?> facts)
    {
        var model = new ScriptObject();
        foreach (var name in FactNames.All.Where(name => FactNames.Exists(name, wanted.Audience)))
            Set(model, name, FactNames.IsSealed(name, wanted.Audience, wanted.Class) || Answers.Given(facts.GetValueOrDefault(name)) is not { } value ? null : FoldText.Mark(value));
        var unknown = wanted.Language["none-known"];
        model.Import("sentence", new Func<string?, string>(Sentence));
        model.Import("label", new Func<string?, string, string>((value, label) => Labelled(value, label, unknown)));
        model.Import("line", new Func<string?, string, string>((value, label) => Labelled(value, label, unknown) is { Length: > 0 } said ? $"\n- {said}\n" : ""));
        return model;
    }

    private static void Set(ScriptObject model, string name, string? value)
    {
        if (name.Split('.') is not [var group, var member])
        {
            model[name] = value;
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
