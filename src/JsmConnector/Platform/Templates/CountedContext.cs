using Scriban;
using Scriban.Syntax;

namespace JsmConnector.Platform.Templates;

/// <summary>Counts what a template does. A limit by the clock alone is another one on every machine, and fails innocent texts on a busy one.</summary>
internal sealed class CountedContext(int most) : TemplateContext
{
    private int _steps;

    public override object? Evaluate(ScriptNode? scriptNode, bool aliasReturnedFunction)
    {
        if (++_steps > most)
            throw new ScriptRuntimeException(scriptNode?.Span ?? CurrentSpan, $"The template does more than {most} steps: shorten its loops.");
        return base.Evaluate(scriptNode, aliasReturnedFunction);
    }
}
