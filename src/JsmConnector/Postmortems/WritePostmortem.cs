using System.Text.Json;
using JsmConnector.Postmortems.Facts;
using JsmConnector.Postmortems.Rendering;

namespace JsmConnector.Postmortems;

/// <summary>Both documents with the facts they were made of.</summary>
public abstract record Written
{
    private Written() { }

    public sealed record Documents(string Internal, string External, string FactsJson) : Written;

    public sealed record Failed(string Problem) : Written;
}

/// <summary>Pure: from a record to both documents.</summary>
public static class WritePostmortem
{
    private static readonly TemplateSandbox Sandbox = new(TemplateLimits.Default);

    public static Written From(IncidentRecord record)
    {
        var facts = GatherFacts.From(record);
        return (Render(PostmortemTemplates.Internal, InternalModel.Of(facts)), Render(PostmortemTemplates.External, ExternalModel.Of(facts))) switch
        {
            (Rendered.Text(var inside), Rendered.Text(var outside)) => new Written.Documents(inside, outside, Json(facts)),
            (Rendered.Failed(var problem), _) => new Written.Failed(problem),
            (_, Rendered.Failed(var problem)) => new Written.Failed(problem),
            _ => throw new InvalidOperationException("A rendering is text or failed."),
        };
    }

    private static Rendered Render(PostmortemTemplate template, Scriban.Runtime.ScriptObject model) => Sandbox.Render(template.Source, template.Name, model);

    // PostgreSQL's jsonb takes no U+0000, however it is written.
    private static string Json(PostmortemFacts facts) =>
        JsonSerializer.Serialize(facts, JsonSerializerOptions.Web).Replace("\\u0000", "", StringComparison.Ordinal);
}
