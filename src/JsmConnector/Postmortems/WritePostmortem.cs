using System.Text.Json;
using JsmConnector.Incidents;
using JsmConnector.Installations.Settings;
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

    /// <summary>By the first rule of the site that fits; its own templates come before those of the same name that the app brings.</summary>
    public static ChosenTemplates Of(Incident incident, PostmortemSettings settings)
    {
        var project = incident.IssueKey[..Math.Max(0, incident.IssueKey.LastIndexOf('-'))];
        var rule = settings.Templates.FirstOrDefault(known =>
            (known.Projects.Count == 0 || known.Projects.Contains(project, StringComparer.OrdinalIgnoreCase))
            && (known.Classes.Count == 0 || known.Classes.Contains(incident.Class, StringComparer.OrdinalIgnoreCase)));
        var language = DocumentWords.Of(rule?.Language ?? settings.Language).Language;
        PostmortemTemplate Find(string? named, TemplateAudience audience)
        {
            var name = named ?? PostmortemTemplates.UsualFor(incident.Class, audience);
            var own = settings.OwnTemplates.FirstOrDefault(known => known.Name == name && known.Language == language && string.Equals(known.Audience, audience.ToString(), StringComparison.OrdinalIgnoreCase));
            return own is null ? PostmortemTemplates.Find(name, audience, language) : PostmortemTemplate.Of(own.Name, audience, language, own.Source);
        }
        return new ChosenTemplates(Find(rule?.Internal, TemplateAudience.Internal), Find(rule?.External, TemplateAudience.External));
    }

    public string Language => Internal.Language;

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
