using JsmConnector.AtlassianConnect.Authentication;
using JsmConnector.Incidents;
using JsmConnector.Installations;
using JsmConnector.Installations.ApiTokens;
using JsmConnector.Platform.Database;
using JsmConnector.StatusPages;
using JsmConnector.StatusPages.Upkeep;
using Microsoft.EntityFrameworkCore;

namespace JsmConnector.Api;

/// <param name="Subject">As in the list of differences.</param>
public sealed record RepairRequest(string? Subject);

/// <param name="IssueKey">The ticket whose incident goes on in it.</param>
public sealed record AdoptRequest(string? IssueKey);

/// <summary>`/api/v1/status-pages/{page}/drift` and `/remote-incidents`: what differs on a page elsewhere, and what was begun there.</summary>
public static class UpkeepRoutes
{
    private const string Route = "/api/v1/status-pages/{page}";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(Route + "/drift", ListAsync).RequireApiCaller();
        routes.MapPost(Route + "/drift/repair", RepairAsync).RequireApiCaller();
        routes.MapGet(Route + "/remote-incidents", ForeignAsync).RequireApiCaller();
        routes.MapPost(Route + "/remote-incidents/{id}/adopt", AdoptAsync).RequireApiCaller();
    }

    private static async Task<IResult> ListAsync(string page, HttpContext context, JsmConnectorContext database, SitePermissions permissions, CancellationToken cancellationToken)
    {
        if (await permissions.RefuseUnlessAsync(context.GetAtlassianPrincipal(), SitePermissions.Administer, null, cancellationToken) is { } refusal)
            return refusal;
        var drifts = await database.Set<PageDrift>().AsNoTracking().Where(drift => drift.PageId == page).OrderBy(drift => drift.FoundAt).ThenBy(drift => drift.Subject).Take(500).ToListAsync(cancellationToken);
        return Results.Json(new { drift = drifts.Select(drift => new { subject = drift.Subject, what = drift.What, name = drift.Name, ours = drift.Ours, theirs = drift.Theirs, byHand = drift.ByHand, foundAt = drift.FoundAt }) });
    }

    private static async Task<IResult> RepairAsync(
        string page, RepairRequest request, HttpContext context, UpkeepOfPage upkeep, ComponentStateQuery states, JsmConnectorContext database, SitePermissions permissions, CancellationToken cancellationToken)
    {
        var caller = context.GetAtlassianPrincipal();
        if (await permissions.RefuseUnlessAsync(caller, SitePermissions.Administer, null, cancellationToken) is { } refusal)
            return refusal;
        if (await upkeep.FindAsync(new InstallationId(caller.InstallationId), page, cancellationToken) is not var (known, settings))
            return Missing(page);
        if (!await database.Set<PageDrift>().AnyAsync(drift => drift.PageId == page && drift.Subject == request.Subject, cancellationToken))
            return Problem.NotFound("subject", "Nothing of this name differs.", "Take a subject from the list.");
        if (await known.RepairAsync(new InstallationId(caller.InstallationId), settings, request.Subject!, await states.AllAsync(cancellationToken), cancellationToken) is { } why)
            return Problem.Conflict(StatusCodes.Status409Conflict, "subject", why, "Mend what it says, then try again.");
        await database.Set<PageDrift>().Where(drift => drift.PageId == page && drift.Subject == request.Subject).ExecuteDeleteAsync(cancellationToken);
        return Results.NoContent();
    }

    private static async Task<IResult> ForeignAsync(string page, HttpContext context, UpkeepOfPage upkeep, SitePermissions permissions, CancellationToken cancellationToken)
    {
        var caller = context.GetAtlassianPrincipal();
        if (await permissions.RefuseUnlessAsync(caller, SitePermissions.Administer, null, cancellationToken) is { } refusal)
            return refusal;
        if (await upkeep.FindAsync(new InstallationId(caller.InstallationId), page, cancellationToken) is not var (known, settings))
            return Missing(page);
        var (incidents, failure) = await known.ListForeignAsync(settings, cancellationToken);
        return failure is null ? Results.Json(new { incidents }) : Problem.Conflict(StatusCodes.Status409Conflict, "page", failure, "Mend what it says, then try again.");
    }

    private static async Task<IResult> AdoptAsync(
        string page, string id, AdoptRequest request, HttpContext context, UpkeepOfPage upkeep, JsmConnectorContext database, SitePermissions permissions, CancellationToken cancellationToken)
    {
        var caller = context.GetAtlassianPrincipal();
        if (await permissions.RefuseUnlessAsync(caller, SitePermissions.Administer, null, cancellationToken) is { } refusal)
            return refusal;
        if (await upkeep.FindAsync(new InstallationId(caller.InstallationId), page, cancellationToken) is not var (known, settings))
            return Missing(page);
        if (await database.Set<Incident>().AsNoTracking().FirstOrDefaultAsync(incident => incident.IssueKey == request.IssueKey && incident.Published, cancellationToken) is not { } incident)
            return Problem.NotFound("issueKey", $"There is no public incident {request.IssueKey}.", "Name the ticket of a public incident.");
        return await known.AdoptAsync(new InstallationId(caller.InstallationId), settings, id, incident.Id, cancellationToken) is { } why
            ? Problem.Conflict(StatusCodes.Status409Conflict, "id", why, "Take an id from the list of remote incidents.")
            : Results.NoContent();
    }

    private static IResult Missing(string page) => Problem.NotFound("page", $"The settings have no page '{page}' that people edit elsewhere.", "Take the id of a statuspage entry of the settings.");
}
