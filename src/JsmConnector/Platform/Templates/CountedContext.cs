using Scriban;
using Scriban.Runtime;
using Scriban.Syntax;

namespace JsmConnector.Platform.Templates;

/// <summary>Counts what a template does. A limit by the clock alone is another one on every machine, and fails innocent texts on a busy one.</summary>
internal sealed class CountedContext(int most) : TemplateContext(Functions)
{
    /// <summary>Made once: making them takes longer than saying a sentence with them. The library keeps texts from changing them, and a test sees to it.</summary>
    private static readonly ScriptObject Functions = GetDefaultBuiltinObject();

    private int _steps;

    public override object? Evaluate(ScriptNode? scriptNode, bool aliasReturnedFunction)
    {
        if (++_steps > most)
            throw new ScriptRuntimeException(scriptNode?.Span ?? CurrentSpan, $"The template does more than {most} steps: shorten its loops.");
        return base.Evaluate(scriptNode, aliasReturnedFunction);
    }
}
