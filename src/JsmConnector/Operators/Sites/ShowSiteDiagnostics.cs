using JsmConnector.Diagnostics;
using JsmConnector.Installations;
using JsmConnector.Operators.Html;
using JsmConnector.Operators.SignIn;

namespace JsmConnector.Operators.Sites;

/// <summary>`/operator/sites/{installation}/diagnostics`: what administrators see inside Jira, for sites without our screens there.</summary>
public static class ShowSiteDiagnostics
{
    public const string Path = "/diagnostics";

    public static void Map(RouteGroupBuilder site) => site.MapGet(Path, ShowAsync).RequireOperator();

    private static async Task<IResult> ShowAsync(HttpContext context, SiteOfCaller sites, LoadDiagnostics load, CancellationToken cancellationToken) =>
        await sites.FindAsync(cancellationToken) is { } site
            ? OperatorPages.Plain<DiagnosticsContent, DiagnosticsModel>($"Diagnostics of {site.ShortName}", DiagnosticsModel.Of(await load.LoadAsync(site, cancellationToken)) with
            {
                BackPath = $"{context.Request.PathBase}{OperatorsRegistration.Path}/sites/{site.Id}",
                BackName = site.ShortName,
            })
            : OperatorPages.Refused(StatusCodes.Status404NotFound, "There is no such site.", "Go back to the list of sites.");
}
