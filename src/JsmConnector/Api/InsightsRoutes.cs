using System.Globalization;
using System.Text;
using JsmConnector.AtlassianConnect.Authentication;
using JsmConnector.Installations;
using JsmConnector.Installations.ApiTokens;
using JsmConnector.Postmortems;
using JsmConnector.Postmortems.Insights;

namespace JsmConnector.Api;

/// <param name="NotRecorded">Incidents that the figure leaves out because an end point is missing.</param>
public sealed record MeasureJson(double? MeanSeconds, double? MedianSeconds, int Recorded, int NotRecorded)
{
    public static MeasureJson From(Measure measure) => new(measure.Mean?.TotalSeconds, measure.Median?.TotalSeconds, measure.Recorded, measure.NotRecorded);
}

public sealed record MeasuredGroupJson(string Name, int Incidents, MeasureJson TimeToAcknowledge, MeasureJson TimeToResolve, MeasureJson TimeToFirstWord)
{
    public static MeasuredGroupJson From(MeasuredGroup group) =>
        new(group.Name, group.Incidents, MeasureJson.From(group.ToAcknowledge), MeasureJson.From(group.ToResolve), MeasureJson.From(group.ToFirstWord));
}

public sealed record PostmortemLineJson(
    string Incident, string? Summary, string State, int Severity, string Class, DateTimeOffset StartedAt, DateTimeOffset ResolvedAt, IReadOnlyList<string> Components, IReadOnlyList<string> Causes,
    int? SecondsToAcknowledge, int? SecondsToResolve, int? SecondsToFirstWord, DateTimeOffset? ReviewDueAt)
{
    public static PostmortemLineJson From(PostmortemLine line) => new(
        line.IssueKey, line.Summary, line.State.Name(), line.Severity, line.Class, line.StartedAt, line.ResolvedAt, line.Components, line.Causes, line.SecondsToAcknowledge, line.SecondsToResolve,
        line.SecondsToFirstWord, line.ReviewDueAt);
}

/// <summary>
/// `/api/v1/postmortems`: all of the site, with filters (`state`, `project`, `component`, `cause`, `severity`, `class`, `from`, `until`, `text`) and pages; `/figures` over them with
/// their definitions; `/file?format=csv|json`. The lists cross projects, so they are for administrators, and for tokens that one of them made.
/// </summary>
public static class InsightsRoutes
{
    private const string Route = "/api/v1/postmortems";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(Route, ListAsync).RequireApiCaller();
        routes.MapGet(Route + "/figures", FiguresAsync).RequireApiCaller();
        routes.MapGet(Route + "/file", FileAsync).RequireApiCaller();
    }

    private static async Task<IResult> ListAsync(HttpContext context, SitePermissions permissions, ListPostmortems list, CancellationToken cancellationToken)
    {
        if (await RefuseAsync(context, permissions, cancellationToken) is { } refusal)
            return refusal;
        var (filter, problem) = FilterQuery.Read(context.Request.Query);
        if (filter is null)
            return problem!;
        var number = int.TryParse(context.Request.Query["page"], NumberStyles.None, CultureInfo.InvariantCulture, out var asked) ? asked : 1;
        var page = await list.PageAsync(filter, number, cancellationToken);
        return Results.Json(new { page = page.Number, pages = page.Last, total = page.Total, postmortems = page.Lines.Select(PostmortemLineJson.From) });
    }

    private static async Task<IResult> FiguresAsync(HttpContext context, SitePermissions permissions, ListPostmortems list, CancellationToken cancellationToken)
    {
        if (await RefuseAsync(context, permissions, cancellationToken) is { } refusal)
            return refusal;
        var (filter, problem) = FilterQuery.Read(context.Request.Query);
        if (filter is null)
            return problem!;
        var days = int.TryParse(context.Request.Query["days"], NumberStyles.None, CultureInfo.InvariantCulture, out var asked) && asked is > 0 and <= 3650 ? asked : FindRecurrences.UsualDays;
        var lines = await list.AllAsync(filter, cancellationToken);
        return Results.Json(new
        {
            definitions = MeasureIncidents.Definitions.ToDictionary(known => known.Name, known => known.Definition),
            all = MeasuredGroupJson.From(MeasureIncidents.Of("all", lines)),
            months = MeasureIncidents.ByMonth(lines).Select(MeasuredGroupJson.From),
            components = MeasureIncidents.ByComponent(lines).Select(MeasuredGroupJson.From),
            recurrences = new { days, found = FindRecurrences.In(lines, days).Select(known => new { component = known.Component, cause = known.Cause, incidents = known.IssueKeys, lastAt = known.LastAt }) },
        });
    }

    private static async Task<IResult> FileAsync(HttpContext context, SitePermissions permissions, ListPostmortems list, CancellationToken cancellationToken)
    {
        if (await RefuseAsync(context, permissions, cancellationToken) is { } refusal)
            return refusal;
        var (filter, problem) = FilterQuery.Read(context.Request.Query);
        if (filter is null)
            return problem!;
        var format = context.Request.Query["format"].ToString();
        if (format is not ("" or "csv" or "json"))
            return Problem.Invalid("format", $"'{format}' is no format.", "Use csv or json.");
        var lines = await list.AllAsync(filter, cancellationToken);
        context.Response.Headers.CacheControl = "no-store";
        return format == "json"
            ? Results.Json(lines.Select(PostmortemLineJson.From))
            : Results.File(Encoding.UTF8.GetBytes("\uFEFF" + PostmortemCsv.Of(lines)), "text/csv; charset=utf-8", "postmortems.csv");
    }

    private static Task<IResult?> RefuseAsync(HttpContext context, SitePermissions permissions, CancellationToken cancellationToken)
    {
        var caller = context.GetAtlassianPrincipal();
        return permissions.RefuseUnlessAsync(caller, caller.Source == PrincipalSource.Api ? SitePermissions.Browse : SitePermissions.Administer, null, cancellationToken);
    }
}
