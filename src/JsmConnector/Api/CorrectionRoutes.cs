using System.Globalization;
using JsmConnector.AtlassianConnect.Authentication;
using JsmConnector.Installations;
using JsmConnector.Installations.ApiTokens;
using JsmConnector.Postmortems;
using JsmConnector.Postmortems.Facts;
using JsmConnector.Postmortems.Insights;
using JsmConnector.Postmortems.Versions;

namespace JsmConnector.Api;

/// <param name="At">Left out: the correction is taken back.</param>
public sealed record CorrectionRequest(DateTimeOffset? At, string? Because);

/// <summary>`PUT …/postmortem/moments/{moment}`: a person knows better when something happened. `GET …/postmortem/similar`: past incidents that are like this one.</summary>
public static class CorrectionRoutes
{
    private const string Route = "/api/v1/incidents/{issueKey}/postmortem";
    private const int MostSimilar = 10;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPut(Route + "/moments/{moment}", CorrectAsync).RequireApiCaller();
        routes.MapGet(Route + "/similar", SimilarAsync).RequireApiCaller();
    }

    private static async Task<IResult> CorrectAsync(
        string issueKey, string moment, CorrectionRequest request, HttpContext context, IncidentOfRoute find, CorrectMoments correct, CancellationToken cancellationToken)
    {
        var found = await find.FindAsync(context, issueKey, SitePermissions.Edit, cancellationToken);
        if (found is not FoundIncident.Found(var incident))
            return ((FoundIncident.Refused)found).Answer;
        var kind = Enum.GetValues<MomentKind>().Cast<MomentKind?>().FirstOrDefault(known => Name(known!.Value) == moment);
        if (kind is null)
            return Problem.NotFound("moment", $"There is no moment '{moment}'.", $"Use {string.Join(", ", Enum.GetValues<MomentKind>().Select(Name))}.");
        return await correct.CorrectAsync(incident, kind.Value, request.At, request.Because, context.GetAtlassianPrincipal().AccountId, cancellationToken) switch
        {
            PostmortemChange.Saved => Results.Accepted($"/api/v1/incidents/{Uri.EscapeDataString(incident.IssueKey)}/postmortem"),
            PostmortemChange.Refused(var field, var reason, var mend) => Problem.Invalid(field, reason, mend),
            _ => Problem.NotFound("issueKey", $"No postmortem of {issueKey} is written yet.", "Resolve the ticket and wait for the quiet time, or ask for one."),
        };
    }

    private static async Task<IResult> SimilarAsync(string issueKey, HttpContext context, IncidentOfRoute find, SimilarIncidents similar, CancellationToken cancellationToken) =>
        await find.FindAsync(context, issueKey, SitePermissions.Browse, cancellationToken) switch
        {
            FoundIncident.Refused(var answer) => answer,
            FoundIncident.Found(var incident) => Results.Json(new
            {
                incidents = (await similar.OfAsync(incident, MostSimilar, cancellationToken))
                    .Select(other => new { key = other.IssueKey, summary = other.Summary, startedAt = other.StartedAt, hasPostmortem = other.HasPostmortem, shared = other.Shared }),
            }),
            _ => throw new InvalidOperationException("An incident is found or refused."),
        };

    /// <summary>`impact_started` for ImpactStarted.</summary>
    private static string Name(MomentKind moment) =>
        string.Concat(moment.ToString().Select((c, index) => char.IsUpper(c) && index > 0 ? $"_{char.ToLower(c, CultureInfo.InvariantCulture)}" : char.ToLower(c, CultureInfo.InvariantCulture).ToString()));
}
