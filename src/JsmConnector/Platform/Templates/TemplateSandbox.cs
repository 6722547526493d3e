using System.Collections.Concurrent;
using Scriban;
using Scriban.Parsing;
using Scriban.Runtime;
using Scriban.Syntax;

namespace JsmConnector.Platform.Templates;

/// <param name="Line">From 1; 0 when the problem has no place.</param>
/// <param name="Column">From 1; 0 when the problem has no place.</param>
public sealed record TemplateProblem(string Template, int Line, int Column, string Reason)
{
    public override string ToString() => Line == 0 ? $"{Template}: {Reason}" : $"{Template}, line {Line}, column {Column}: {Reason}";
}

public abstract record Rendered
{
    private Rendered() { }

    public sealed record Text(string Content) : Rendered;

    public sealed record Failed(TemplateProblem Problem) : Rendered;
}

/// <summary>
/// Runs a template that may come from anybody: no files, no includes, no members of the app's objects, bounded in steps, loops, depth, output and time.
/// A variable that does not exist is an error with its place, so that a misspelling does not silently leave a fact out.
/// </summary>
public sealed class TemplateSandbox(TemplateLimits limits)
{
    /// <summary>Longer sources are refused before they are parsed.</summary>
    public const int LongestSource = 200_000;

    private const int MostKept = 2_000, LongestKept = 10_000;
    private static readonly TimeSpan LongestRegex = TimeSpan.FromSeconds(2);

    /// <summary>Short texts are said again and again, and reading one takes longer than running it. A parsed template holds no state of a run.</summary>
    private readonly ConcurrentDictionary<(string Name, string Source), Template> _parsed = new();

    public Rendered Render(string source, string name, ScriptObject model)
    {
        if (source.Length > LongestSource)
            return new Rendered.Failed(new TemplateProblem(name, 0, 0, $"The template is longer than {LongestSource} characters: shorten it."));
        var template = Parsed(source, name);
        if (template.HasErrors)
            return new Rendered.Failed(Problem(name, source, template.Messages.First(message => message.Type == ParserMessageType.Error)));

        using var time = new CancellationTokenSource(limits.Time);
        var context = new CountedContext(limits.Steps)
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
            RegexTimeOut = LongestRegex,
            MemberFilter = _ => false,
            NewLine = "\n",
            CancellationToken = time.Token,
        };
        context.PushGlobal(model);
        // Assignments of the template stay in a scope of their own: the model is used again.
        context.PushGlobal(new ScriptObject());
        try
        {
            return new Rendered.Text(template.Render(context));
        }
        catch (Exception) when (time.IsCancellationRequested)
        {
            return new Rendered.Failed(new TemplateProblem(name, 0, 0, $"The template ran longer than {limits.Time.TotalSeconds:0.#} seconds."));
        }
        catch (ScriptRuntimeException problem)
        {
            return new Rendered.Failed(new TemplateProblem(name, problem.Span.Start.Line + 1, problem.Span.Start.Column + 1, problem.OriginalMessage));
        }
    }

    private Template Parsed(string source, string name)
    {
        if (source.Length > LongestKept)
            return Template.Parse(source, name);
        if (_parsed.Count > MostKept)
            _parsed.Clear();
        return _parsed.GetOrAdd((name, source), static text => Template.Parse(text.Source, text.Name));
    }

    /// <summary>What is missing at the end has no place of its own: it is the end.</summary>
    private static TemplateProblem Problem(string name, string source, LogMessage message) => message.Span.Start.Line >= 0
        ? new(name, message.Span.Start.Line + 1, message.Span.Start.Column + 1, message.Message)
        : new(name, source.Count(character => character == '\n') + 1, source.Length - source.LastIndexOf('\n'), message.Message);
}

/// <param name="Steps">Expressions and statements in all: the same on every machine, however busy it is.</param>
/// <param name="Loops">Turns of one loop: the longest timeline must fit.</param>
/// <param name="Output">UTF-16 characters.</param>
/// <param name="Time">By the wall, for the case that single steps are slow: so generous that a busy machine never fails what the steps allow.</param>
public sealed record TemplateLimits(int Steps, int Loops, int Depth, int Output, TimeSpan Time)
{
    /// <summary>For a document of a whole incident.</summary>
    public static TemplateLimits Default { get; } = new(5_000_000, 50_000, 20, 8_000_000, TimeSpan.FromSeconds(60));

    /// <summary>For a few sentences that somebody waits for.</summary>
    public static TemplateLimits Sentences { get; } = new(100_000, 1_000, 10, 50_000, TimeSpan.FromSeconds(30));
}
