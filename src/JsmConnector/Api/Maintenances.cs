using JsmConnector.AtlassianConnect.Authentication;
using JsmConnector.Incidents;
using JsmConnector.Installations;
using JsmConnector.Installations.ApiTokens;
using JsmConnector.Maintenances;
using JsmConnector.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace JsmConnector.Api;

/// <param name="Stage">`scheduled`, `in_progress`, `verifying`, `completed` or `cancelled`; left out: as it is.</param>
/// <param name="Words">Left out: a neutral sentence.</param>
/// <param name="Automatic">Whether it begins and ends by the clock; left out: yes.</param>
/// <param name="Components">Names, as on the page.</param>
/// <param name="Accepted">Kinds of findings that the author has read and means, like `host`.</param>
public sealed record MaintenanceRequest(
    string? Title, string? Words, string? Stage, DateTimeOffset? ScheduledFor, DateTimeOffset? ScheduledUntil, bool? Automatic, IReadOnlyList<string>? Components,
    IReadOnlyList<string>? Accepted = null);

public sealed record MaintenanceJson(
    string Id, string Title, string Stage, DateTimeOffset ScheduledFor, DateTimeOffset ScheduledUntil, bool Automatic, DateTimeOffset? StartedAt, DateTimeOffset? CompletedAt,
    IReadOnlyList<string> ComponentIds)
{
    public static MaintenanceJson From(Maintenance maintenance) => new(
        PublicId.Of(maintenance.Id.Value), maintenance.Title, maintenance.Stage.Name(), maintenance.ScheduledFor, maintenance.ScheduledUntil, maintenance.Automatic,
        maintenance.StartedAt, maintenance.CompletedAt, [.. maintenance.ComponentIds.Select(PublicId.Of)]);
}

/// <summary>`/api/v1/maintenances`: plan work, move it, say something about it. Needs a Jira administrator: no ticket says who else might.</summary>
public static class Maintenances
{
    private const int Most = 200;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/v1/maintenances", ListAsync).RequireApiCaller();
        routes.MapPost("/api/v1/maintenances", ScheduleAsync).RequireApiCaller();
        routes.MapPost("/api/v1/maintenances/{id}/updates", MoveAsync).RequireApiCaller();
    }

    private static async Task<IResult> ListAsync(HttpContext context, JsmConnectorContext database, SitePermissions permissions, CancellationToken cancellationToken)
    {
        if (await permissions.RefuseUnlessAsync(context.GetAtlassianPrincipal(), SitePermissions.Administer, null, cancellationToken) is { } refusal)
            return refusal;
        var newest = await database.Set<Maintenance>().AsNoTracking().OrderByDescending(m => m.ScheduledFor).Take(Most).ToListAsync(cancellationToken);
        return Results.Json(new { maintenances = newest.Select(MaintenanceJson.From) });
    }

    private static async Task<IResult> ScheduleAsync(
        MaintenanceRequest request, HttpContext context, SayMaintenance say, SitePermissions permissions, CancellationToken cancellationToken)
    {
        var caller = context.GetAtlassianPrincipal();
        if (await permissions.RefuseUnlessAsync(caller, SitePermissions.Administer, null, cancellationToken) is { } refusal)
            return refusal;
        if (!TryWish(request, caller.AccountId, out var wish))
            return UnknownStage(request);
        return Answer(await say.ScheduleAsync(new InstallationId(caller.InstallationId), wish, cancellationToken), StatusCodes.Status201Created);
    }

    private static async Task<IResult> MoveAsync(
        string id, MaintenanceRequest request, HttpContext context, JsmConnectorContext database, SayMaintenance say, SitePermissions permissions, CancellationToken cancellationToken)
    {
        var caller = context.GetAtlassianPrincipal();
        if (await permissions.RefuseUnlessAsync(caller, SitePermissions.Administer, null, cancellationToken) is { } refusal)
            return refusal;
        if (!TryWish(request, caller.AccountId, out var wish))
            return UnknownStage(request);
        var newest = await database.Set<Maintenance>().OrderByDescending(m => m.ScheduledFor).Take(Most).ToListAsync(cancellationToken);
        if (newest.Find(m => PublicId.Of(m.Id.Value) == id) is not { } maintenance)
            return Problem.NotFound("id", $"There is no maintenance {id} among the latest {Most}.", "Take an id from GET /api/v1/maintenances.");
        try
        {
            return Answer(await say.MoveAsync(maintenance, wish, cancellationToken), StatusCodes.Status200OK);
        }
        catch (DbUpdateException)
        {
            return Problem.Conflict(StatusCodes.Status409Conflict, "id", "The maintenance changed while you wrote.", "Read it again and send your words once more if they still hold.");
        }
    }

    private static IResult Answer(MaintenanceSaid said, int status) => said switch
    {
        MaintenanceSaid.Said(var maintenance, _) => Results.Json(MaintenanceJson.From(maintenance), statusCode: status),
        MaintenanceSaid.Refused(var mistakes) => Problem.Invalid(mistakes),
        _ => throw new InvalidOperationException("It is said or refused."),
    };

    private static IResult UnknownStage(MaintenanceRequest request) =>
        Problem.Invalid("stage", $"'{request.Stage}' is no stage.", "Use scheduled, in_progress, verifying, completed or cancelled, or leave it out.");

    private static bool TryWish(MaintenanceRequest request, string? author, out MaintenanceWish wish)
    {
        var stage = Enum.GetValues<MaintenanceStage>().Cast<MaintenanceStage?>().FirstOrDefault(stage => stage!.Value.Name() == request.Stage);
        wish = new MaintenanceWish
        {
            Title = request.Title,
            Words = request.Words,
            Stage = stage,
            ScheduledFor = request.ScheduledFor,
            ScheduledUntil = request.ScheduledUntil,
            Automatic = request.Automatic,
            Components = request.Components,
            Author = author,
            Accepted = request.Accepted ?? [],
        };
        return request.Stage is null || stage is not null;
    }
}
