using System.Text;
using JsmConnector.AtlassianConnect.Authentication;
using JsmConnector.Installations;
using JsmConnector.Installations.ApiTokens;
using JsmConnector.Notifications.Scores;

namespace JsmConnector.Api;

/// <summary>
/// `GET /api/v1/scorecard`: how well readers were kept informed in the last year, by month, severity and component; `/api/v1/scorecard.csv` for spreadsheets. It crosses
/// projects, so it is for administrators, and for tokens that one of them made.
/// </summary>
public static class ScorecardRoutes
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/v1/scorecard", JsonAsync).RequireApiCaller();
        routes.MapGet("/api/v1/scorecard.csv", CsvAsync).RequireApiCaller();
    }

    private static async Task<IResult> JsonAsync(HttpContext context, SitePermissions permissions, LoadScores load, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (await RefuseAsync(context, permissions, cancellationToken) is { } refusal)
            return refusal;
        var (incidents, now) = (await load.LoadAsync(cancellationToken), clock.GetUtcNow());
        return Results.Json(new
        {
            all = ScoreCommunication.Of("All", incidents, now),
            months = ScoreCommunication.ByMonth(incidents, now),
            severities = ScoreCommunication.BySeverity(incidents, now),
            components = ScoreCommunication.ByComponent(incidents, now),
            definitions = ScoreCommunication.Definitions.Select(definition => new { name = definition.Name, definition = definition.Definition }),
        });
    }

    private static async Task<IResult> CsvAsync(HttpContext context, SitePermissions permissions, LoadScores load, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (await RefuseAsync(context, permissions, cancellationToken) is { } refusal)
            return refusal;
        var (incidents, now) = (await load.LoadAsync(cancellationToken), clock.GetUtcNow());
        var csv = ScoreCsv.Of([("month", ScoreCommunication.ByMonth(incidents, now)), ("severity", ScoreCommunication.BySeverity(incidents, now)), ("component", ScoreCommunication.ByComponent(incidents, now))]);
        // Spreadsheets take a file without the mark for one of their own old alphabets.
        return Results.File(Encoding.UTF8.GetBytes("\uFEFF" + csv), "text/csv; charset=utf-8", "scorecard.csv");
    }

    private static Task<IResult?> RefuseAsync(HttpContext context, SitePermissions permissions, CancellationToken cancellationToken)
    {
        context.Response.Headers.CacheControl = "no-store";
        var caller = context.GetAtlassianPrincipal();
        return permissions.RefuseUnlessAsync(caller, caller.Source == PrincipalSource.Api ? SitePermissions.Browse : SitePermissions.Administer, null, cancellationToken);
    }
}
