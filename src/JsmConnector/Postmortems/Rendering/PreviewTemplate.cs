using System.Globalization;
using System.Text.Json;
using JsmConnector.Incidents;
using JsmConnector.Platform.Database;
using JsmConnector.Platform.Templates;
using JsmConnector.Postmortems.Facts;
using Microsoft.EntityFrameworkCore;
using Scriban.Runtime;

namespace JsmConnector.Postmortems.Rendering;

/// <param name="Name">As a template writes it: `moments.started_at`.</param>
/// <param name="Value">On the incident that is shown, cut to a line.</param>
public sealed record TemplateVariable(string Name, string Value);

/// <param name="IncidentKey">Null when it was tried on a made-up incident.</param>
/// <param name="Markdown">Null when it failed.</param>
public sealed record TemplatePreview(string? IncidentKey, string? Markdown, TemplateProblem? Problem, IReadOnlyList<TemplateVariable> Variables);

/// <summary>One that a template can be tried on.</summary>
/// <param name="Title">As readers know it; else the ticket's own summary.</param>
public sealed record PastIncident(string Key, string Title);

/// <summary>Shows what a template makes of a real incident of the past, from the facts that were gathered then; Jira is not asked.</summary>
public sealed class PreviewTemplate(JsmConnectorContext database)
{
    private const int LongestValue = 80, MostPast = 25;

    /// <summary>Incidents with a postmortem, newest first.</summary>
    public async Task<IReadOnlyList<PastIncident>> PastAsync(CancellationToken cancellationToken) =>
        [.. (await (from postmortem in database.Set<Postmortem>().AsNoTracking()
                    join incident in database.Set<Incident>().AsNoTracking() on postmortem.IncidentId equals incident.Id
                    where postmortem.Facts != null && !incident.Deleted
                    orderby postmortem.ResolvedAt descending
                    select new { incident.IssueKey, incident.WrittenTitle, incident.Summary }).Take(MostPast).ToListAsync(cancellationToken))
            .Select(past => new PastIncident(past.IssueKey, Fit(past.WrittenTitle ?? past.Summary ?? "")))];

    /// <param name="issueKey">Null or unknown: the newest incident with a postmortem, else a made-up one.</param>
    public async Task<TemplatePreview> ShowAsync(PostmortemTemplate template, string? issueKey, CancellationToken cancellationToken)
    {
        var rows = from postmortem in database.Set<Postmortem>().AsNoTracking()
                   join incident in database.Set<Incident>().AsNoTracking() on postmortem.IncidentId equals incident.Id
                   where postmortem.Facts != null && !incident.Deleted
                   orderby incident.IssueKey == issueKey descending, postmortem.ResolvedAt descending
                   select new { incident.IssueKey, postmortem.Facts };
        var found = await rows.FirstOrDefaultAsync(cancellationToken);
        return Parse(found?.Facts) is { } facts ? Of(template, found!.IssueKey, facts) : Of(template, null, GatherFacts.From(SampleTrouble.Record(true)));
    }

    private static TemplatePreview Of(PostmortemTemplate template, string? key, PostmortemFacts facts)
    {
        var words = DocumentWords.Of(template.Language);
        ScriptObject Model() => template.Audience == TemplateAudience.Internal ? InternalModel.Of(facts, words) : ExternalModel.Of(facts, words);
        var variables = Walk(Model(), "").ToList();
        return RenderDocument.From(template, Model()) switch
        {
            DocumentRendering.Done(var document) => new TemplatePreview(key, LivingDocument.WithoutMarks(document.Markdown), null, [.. variables, .. document.Regions.Keys.Select(region => new TemplateVariable($"regions.{region}", "kept up to date by the app"))]),
            DocumentRendering.Failed(var problem) => new TemplatePreview(key, null, problem, variables),
            _ => throw new InvalidOperationException("A rendering is done or failed."),
        };
    }

    private static IEnumerable<TemplateVariable> Walk(ScriptObject model, string before)
    {
        foreach (var (name, value) in model.OrderBy(member => member.Key, StringComparer.Ordinal))
        {
            var variables = value switch
            {
                ScriptObject inner => Walk(inner, $"{before}{name}."),
                ScriptArray { Count: > 0 } list when list[0] is ScriptObject first => Walk(first, $"{before}{name}[0].").Prepend(new TemplateVariable(before + name, $"a list of {list.Count.ToString(CultureInfo.InvariantCulture)}")),
                ScriptArray list => [new TemplateVariable(before + name, $"a list of {list.Count.ToString(CultureInfo.InvariantCulture)}")],
                _ => [new TemplateVariable(before + name, value is null ? "not recorded" : Fit(Convert.ToString(value, CultureInfo.InvariantCulture) ?? ""))],
            };
            foreach (var variable in variables)
                yield return variable;
        }
    }

    private static string Fit(string value) => value.Length <= LongestValue ? value : string.Concat(value.AsSpan(0, LongestValue), "…");

    /// <summary>Facts that an older version of the app wrote in another form count as none.</summary>
    private static PostmortemFacts? Parse(string? json)
    {
        try
        {
            return json is null ? null : JsonSerializer.Deserialize<PostmortemFacts>(json, JsonSerializerOptions.Web);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
