using JsmConnector.AtlassianConnect.Authentication;
using JsmConnector.Incidents;
using JsmConnector.Incidents.Explanations;
using JsmConnector.Installations;
using JsmConnector.Installations.ApiTokens;
using JsmConnector.Installations.Settings;
using JsmConnector.Platform.Database;

namespace JsmConnector.Administration.Explain;

/// <summary>`/api/v1/explain`: why a ticket is what it is, and what edited settings would change. A POST carries the edited document and saves nothing.</summary>
public static class ExplainRoutes
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/v1/explain/{issueKey}", OneAsync).RequireApiCaller();
        routes.MapPost("/api/v1/explain/{issueKey}", OneAsync).RequireApiCaller();
        routes.MapPost("/api/v1/explain", NewestAsync).RequireApiCaller();
    }

    private static async Task<IResult> OneAsync(string issueKey, HttpContext context, ExplainIssues explain, ReadEdited read, SitePermissions permissions, CancellationToken cancellationToken)
    {
        var caller = context.GetAtlassianPrincipal();
        if (await RefuseAsync(permissions, caller, cancellationToken) is { } refusal)
            return refusal;
        var site = new InstallationId(caller.InstallationId);
        var (edited, mistakes) = HttpMethods.IsPost(context.Request.Method) ? await read.OfAsync(site, SettingsRead.Typed(await BodyAsync(context, cancellationToken)), cancellationToken) : (null, []);
        if (mistakes.Count > 0)
            return Invalid(mistakes);
        var (pair, problem) = await explain.OneAsync(site, issueKey, edited, cancellationToken);
        return pair is null
            ? Results.Problem(title: problem, detail: "Take the key of a ticket that the app may see.", statusCode: StatusCodes.Status404NotFound, type: "urn:jsmconnector:problem:not-found")
            : Results.Json(Shape(pair), SettingsJson.Options);
    }

    private static async Task<IResult> NewestAsync(HttpContext context, ExplainIssues explain, ReadEdited read, SitePermissions permissions, CancellationToken cancellationToken)
    {
        var caller = context.GetAtlassianPrincipal();
        if (await RefuseAsync(permissions, caller, cancellationToken) is { } refusal)
            return refusal;
        var site = new InstallationId(caller.InstallationId);
        var (edited, mistakes) = await read.OfAsync(site, SettingsRead.Typed(await BodyAsync(context, cancellationToken)), cancellationToken);
        if (mistakes.Count > 0)
            return Invalid(mistakes);
        var (pairs, problem) = await explain.NewestAsync(site, edited, cancellationToken);
        return pairs is null
            ? Results.Problem(title: problem, detail: "The tickets are read from Jira.", statusCode: StatusCodes.Status404NotFound, type: "urn:jsmconnector:problem:not-found")
            : Results.Json(new { issues = pairs.Select(Shape), changed = pairs.Count(pair => pair.Then is not null && Explanation.Differences(pair.Now.Explanation, pair.Then.Explanation).Count > 0) }, SettingsJson.Options);
    }

    private static object Shape(ExplainedPair pair) => new
    {
        key = pair.Now.Explanation.IssueKey,
        now = Shape(pair.Now),
        then = pair.Then is null ? null : Shape(pair.Then),
        differences = pair.Then is null ? null : Explanation.Differences(pair.Now.Explanation, pair.Then.Explanation).Select(row => new { question = row.Question, before = row.Before, after = row.After }),
    };

    private static object Shape(ExplainedIssue issue) => new
    {
        issue.Explanation.IsIncident,
        stage = issue.Explanation.State?.Stage.Name(),
        severity = issue.Explanation.State?.Severity.Level,
        @class = issue.Explanation.State?.Class,
        components = issue.Explanation.State?.Components,
        published = issue.Explanation.State?.Published,
        publicTitle = issue.Explanation.Title,
        words = issue.Explanation.Words,
        issue.Deliveries,
        issue.Explanation.Steps,
    };

    private static async Task<string> BodyAsync(HttpContext context, CancellationToken cancellationToken)
    {
        using var reader = new StreamReader(context.Request.Body);
        return await reader.ReadToEndAsync(cancellationToken);
    }

    private static IResult Invalid(IReadOnlyList<(string Field, string Reason, string Mend)> mistakes) => Results.Problem(
        title: "The edited settings would not be saved", statusCode: StatusCodes.Status400BadRequest, type: "urn:jsmconnector:problem:invalid",
        extensions: new Dictionary<string, object?> { ["errors"] = mistakes.Select(m => new { field = m.Field, reason = m.Reason, mend = m.Mend }) });

    private static async Task<IResult?> RefuseAsync(SitePermissions permissions, AtlassianPrincipal caller, CancellationToken cancellationToken) =>
        await permissions.AskAsync(caller, SitePermissions.Administer, null, cancellationToken) switch
        {
            PermissionAnswer.Granted => null,
            PermissionAnswer.NotKnown(var why) => Results.Problem(title: why, detail: "Try again in a minute.", statusCode: StatusCodes.Status503ServiceUnavailable),
            PermissionAnswer.Denied(var why) => Results.Problem(title: why, detail: "Explanations are for Jira administrators, and for API tokens that may change settings.", statusCode: StatusCodes.Status403Forbidden),
            _ => throw new InvalidOperationException("A permission is granted, denied or not known."),
        };
}
