using JsmConnector.AtlassianConnect.Authentication;
using JsmConnector.Diagnostics;
using JsmConnector.Installations;
using JsmConnector.Installations.ApiTokens;

namespace JsmConnector.Administration;

/// <summary>`/admin/diagnostics` and, as JSON, `/api/v1/diagnostics`: is the connection well, and what mends it. For Jira administrators.</summary>
public static class DiagnosticsPage
{
    public const string Path = "/admin/diagnostics";
    private static readonly TimeSpan RefreshEvery = TimeSpan.FromSeconds(30);

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapScreen(Path, ShowAsync);
        routes.MapGet("/api/v1/diagnostics", JsonAsync).RequireApiCaller();
    }

    private static Task<IResult> ShowAsync(HttpContext context, AdministratorsOnly administrators, LoadDiagnostics load, CancellationToken cancellationToken) =>
        administrators.ShowAsync(context, Path, async visit => visit.Page<DiagnosticsContent, DiagnosticsModel>("Diagnostics",
            DiagnosticsModel.Of(await load.LoadAsync(visit.Site, cancellationToken)) with { SessionToken = visit.SessionToken, BackPath = visit.OverviewPath }, refreshEvery: RefreshEvery), cancellationToken);

    private static async Task<IResult> JsonAsync(HttpContext context, SiteOfCaller sites, SitePermissions permissions, LoadDiagnostics load, CancellationToken cancellationToken)
    {
        if (await sites.FindAsync(cancellationToken) is not { } site)
            return Results.Unauthorized();
        switch (await permissions.AskAsync(context.GetAtlassianPrincipal(), SitePermissions.Administer, null, cancellationToken))
        {
            case PermissionAnswer.Denied(var why):
                return Results.Problem(title: why, detail: "Diagnostics are for Jira administrators, and for API tokens that may change settings.", statusCode: StatusCodes.Status403Forbidden);
            case PermissionAnswer.NotKnown(var why):
                return Results.Problem(title: why, detail: "Try again in a minute.", statusCode: StatusCodes.Status503ServiceUnavailable);
        }
        var facts = await load.LoadAsync(site, cancellationToken);
        context.Response.Headers.CacheControl = "no-store";
        return Results.Json(new
        {
            findings = JudgeDiagnostics.Judge(facts).Select(finding => new
            {
                finding.Code,
                name = finding.Name.ToString(),
                tone = finding.Tone.ToString().ToLowerInvariant(),
                what = finding.What.ToString(),
                mend = finding.Mend?.ToString(),
            }),
            facts,
        });
    }
}
