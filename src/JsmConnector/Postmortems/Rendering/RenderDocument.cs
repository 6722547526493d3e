using JsmConnector.Platform.Templates;
using Scriban.Runtime;

namespace JsmConnector.Postmortems.Rendering;

/// <summary>A document as a template makes it, with the parts that can be refreshed later.</summary>
/// <param name="Regions">Name to body.</param>
public sealed record RenderedDocument(string Markdown, IReadOnlyDictionary<string, string> Regions);

public abstract record DocumentRendering
{
    private DocumentRendering() { }

    public sealed record Done(RenderedDocument Document) : DocumentRendering;

    public sealed record Failed(TemplateProblem Problem) : DocumentRendering;
}

/// <summary>
/// Renders the regions first, then the template around them. A template places a region with `{{ regions.timeline }}`; what it prints besides is
/// the people's from then on.
/// </summary>
public static class RenderDocument
{
    private static readonly TemplateSandbox Sandbox = new(TemplateLimits.Default);

    public static DocumentRendering From(PostmortemTemplate template, ScriptObject model)
    {
        var bodies = new Dictionary<string, string>(StringComparer.Ordinal);
        var marked = new ScriptObject();
        var isPublic = template.Audience == TemplateAudience.Internal || model["was_public"] is true;
        foreach (var region in PostmortemTemplates.Regions(template.Audience, template.Language))
        {
            switch (isPublic ? Sandbox.Render(region.Source, $"regions.{region.Name}", model) : new Rendered.Text(""))
            {
                case Rendered.Text(var body):
                    bodies[region.Name] = body.Trim('\n');
                    marked[region.Name] = LivingDocument.Mark(region.Name, bodies[region.Name]);
                    break;
                case Rendered.Failed(var problem):
                    return new DocumentRendering.Failed(problem);
            }
        }
        model["regions"] = marked;
        return Sandbox.Render(template.Source, template.Name, model) switch
        {
            Rendered.Text(var markdown) => new DocumentRendering.Done(new RenderedDocument(markdown.Trim('\n') + "\n", bodies)),
            Rendered.Failed(var problem) => new DocumentRendering.Failed(problem),
            _ => throw new InvalidOperationException("A rendering is text or failed."),
        };
    }
}
