using JsmConnector.AtlassianConnect.Authentication;
using JsmConnector.AtlassianConnect.Forge;
using JsmConnector.Diagnostics;
using JsmConnector.Installations;
using JsmConnector.Installations.ApiTokens;
using JsmConnector.Platform.Html;

namespace JsmConnector.Administration;

/// <summary>`/admin/diagnostics` and, as JSON, `/api/v1/diagnostics`: is the connection well, and what mends it. For Jira administrators.</summary>
public static class DiagnosticsPage
{
    public const string Path = "/admin/diagnostics";
    private static readonly TimeSpan RefreshEvery = TimeSpan.FromSeconds(30);

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(Path, ShowAsync).RequireConnectToken(ConnectTokenKind.Context).RequireForgeToken("overview");
        // Reached from the overview by a button: a frame without cookies has no other way to carry its token on.
        routes.MapPost(Path, ShowAsync).RequireSession(AdministrationRegistration.SessionPurpose);
        routes.MapGet("/api/v1/diagnostics", JsonAsync).RequireApiCaller();
    }

    private static async Task<IResult> ShowAsync(HttpContext context, AdministratorsOnly administrators, LoadDiagnostics load, SessionTokens sessions, CancellationToken cancellationToken)
    {
        switch (await administrators.AdmitAsync(context, AdministrationRegistration.Kind, cancellationToken))
        {
            case Admission.Refused(var answer):
                return answer;
            case Admission.Granted(var site, var caller):
                var facts = await load.LoadAsync(site, cancellationToken);
                var model = DiagnosticsModel.Of(facts) with
                {
                    SessionToken = sessions.Issue(caller, AdministrationRegistration.SessionPurpose),
                    BackPath = context.Request.PathBase + AdministrationRegistration.Path,
                };
                return new FramedPage<DiagnosticsContent, DiagnosticsModel>(
                    new PageShell { Title = "Diagnostics", IsInReadersLanguage = true, Kind = AdministrationRegistration.Kind, Ancestors = site.Ancestors(), RefreshEvery = RefreshEvery }, model);
            default:
                throw new InvalidOperationException("A caller is admitted or refused.");
        }
    }

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
