using System.Text.Json;
using JsmConnector.Platform.Templates;
using JsmConnector.Postmortems.Facts;
using JsmConnector.Postmortems.Rendering;

namespace JsmConnector.Postmortems;

/// <summary>Both templates of a postmortem; they share their language.</summary>
public sealed record ChosenTemplates(PostmortemTemplate Internal, PostmortemTemplate External)
{
    /// <param name="internalName">Null for the usual one of the class.</param>
    public static ChosenTemplates BuiltIn(string incidentClass, string language, string? internalName = null, string? externalName = null) => new(
        PostmortemTemplates.Find(internalName ?? PostmortemTemplates.UsualFor(incidentClass, TemplateAudience.Internal), TemplateAudience.Internal, language),
        PostmortemTemplates.Find(externalName ?? PostmortemTemplates.UsualFor(incidentClass, TemplateAudience.External), TemplateAudience.External, language));

    public string Version => $"{Internal.Name}@{Internal.Version} {External.Name}@{External.Version}";
}

/// <summary>Both documents with the facts they were made of.</summary>
public abstract record Written
{
    private Written() { }

    public sealed record Documents(RenderedDocument Internal, RenderedDocument External, PostmortemFacts Facts) : Written
    {
        // PostgreSQL's jsonb takes no U+0000, however it is written.
        public string FactsJson => JsonSerializer.Serialize(Facts, JsonSerializerOptions.Web).Replace("\\u0000", "", StringComparison.Ordinal);
    }

    public sealed record Failed(TemplateProblem Problem) : Written;
}

/// <summary>Pure: from a record to both documents.</summary>
public static class WritePostmortem
{
    public static Written From(IncidentRecord record, ChosenTemplates templates, IReadOnlyList<ActionLine>? actions = null)
    {
        var facts = GatherFacts.From(record);
        var words = DocumentWords.Of(templates.Internal.Language);
        var inside = RenderDocument.From(templates.Internal, InternalModel.Of(facts, words, actions));
        var outside = RenderDocument.From(templates.External, ExternalModel.Of(facts, DocumentWords.Of(templates.External.Language)));
        return (inside, outside) switch
        {
            (DocumentRendering.Done(var first), DocumentRendering.Done(var second)) => new Written.Documents(first, second, facts),
            (DocumentRendering.Failed(var problem), _) => new Written.Failed(problem),
            (_, DocumentRendering.Failed(var problem)) => new Written.Failed(problem),
            _ => throw new InvalidOperationException("A rendering is done or failed."),
        };
    }
}
