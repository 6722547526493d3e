using Scriban;
using Scriban.Runtime;
using Scriban.Syntax;

namespace JsmConnector.Platform.Templates;

/// <summary>Counts what a template does. A limit by the clock alone is another one on every machine, and fails innocent texts on a busy one.</summary>
internal sealed class CountedContext(int most) : TemplateContext(Functions)
{
    /// <summary>
    /// Made once for every text of every site: making them takes longer than saying a sentence with them. The library protects the functions, and not the
    /// groups that hold them: sealed, so that no text leaves anything there for another one.
    /// </summary>
    private static readonly ScriptObject Functions = Sealed(GetDefaultBuiltinObject());

    private int _steps;

    public override object? Evaluate(ScriptNode? scriptNode, bool aliasReturnedFunction)
    {
        if (++_steps > most)
            throw new ScriptRuntimeException(scriptNode?.Span ?? CurrentSpan, $"The template does more than {most} steps: shorten its loops.");
        return base.Evaluate(scriptNode, aliasReturnedFunction);
    }

    private static ScriptObject Sealed(ScriptObject functions)
    {
        foreach (var group in functions.Values.OfType<ScriptObject>())
            group.IsReadOnly = true;
        functions.IsReadOnly = true;
        return functions;
    }
}
