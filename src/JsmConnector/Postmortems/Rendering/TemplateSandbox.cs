using Scriban;
using Scriban.Runtime;
using Scriban.Syntax;

namespace JsmConnector.Postmortems.Rendering;

public abstract record Rendered
{
    private Rendered() { }

    public sealed record Text(string Markdown) : Rendered;

    /// <param name="Problem">With line and column, for the author of the template.</param>
    public sealed record Failed(string Problem) : Rendered;
}

/// <summary>
/// Runs a template that may come from anybody: no files, no includes, no members of the app's objects, bounded in loops, depth, output and time.
/// A variable that does not exist is an error with its place, so that a misspelling does not silently leave a fact out.
/// </summary>
public sealed class TemplateSandbox(TemplateLimits limits)
{
    public Rendered Render(string source, string name, ScriptObject model)
    {
        var template = Template.Parse(source, name);
        if (template.HasErrors)
            return new Rendered.Failed(string.Join(" ", template.Messages.Select(message => message.ToString())));

        using var time = new CancellationTokenSource(limits.Time);
        var context = new TemplateContext
        {
            TemplateLoader = null,
            StrictVariables = true,
            EnableRelaxedMemberAccess = false,
            LoopLimit = limits.Loops,
            RecursiveLimit = limits.Depth,
            ObjectRecursionLimit = limits.Depth,
            LimitToString = limits.Output,
            OutputLimit = limits.Output,
            OnOutputLimit = ScriptLimitBehavior.Throw,
            OnStringLimit = ScriptLimitBehavior.Throw,
            RegexTimeOut = limits.Time,
            MemberFilter = _ => false,
            NewLine = "\n",
            CancellationToken = time.Token,
        };
        context.PushGlobal(model);
        try
        {
            return new Rendered.Text(template.Render(context));
        }
        catch (Exception) when (time.IsCancellationRequested)
        {
            return new Rendered.Failed($"{name}: the template ran longer than {limits.Time.TotalSeconds:0.#} seconds.");
        }
        catch (ScriptRuntimeException problem)
        {
            return new Rendered.Failed(problem.Message);
        }
    }
}

/// <param name="Loops">Steps of one loop: the longest timeline must fit.</param>
/// <param name="Output">UTF-16 characters.</param>
public sealed record TemplateLimits(int Loops, int Depth, int Output, TimeSpan Time)
{
    public static TemplateLimits Default { get; } = new(50_000, 20, 8_000_000, TimeSpan.FromSeconds(2));
}
