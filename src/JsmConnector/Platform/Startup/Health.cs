using Hangfire;
using Npgsql;

namespace JsmConnector.Platform.Startup;

/// <summary>`/health/live`: the process answers. `/health/ready`: database and job servers do too; 503 with the reasons otherwise.</summary>
public static class Health
{
    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/health/live", () => Results.Json(new { status = "live" })).AllowAnonymous();
        routes.MapGet("/health/ready", ReadyAsync).AllowAnonymous();
    }

    private static async Task<IResult> ReadyAsync(NpgsqlDataSource database, JobStorage jobs, CancellationToken cancellationToken)
    {
        var reasons = new List<string>();
        try
        {
            await using var command = database.CreateCommand("select 1 from migrations limit 1");
            if (await command.ExecuteScalarAsync(cancellationToken) is null)
                reasons.Add("The database has no migrations yet.");
            if (jobs.GetMonitoringApi().Servers().Count == 0)
                reasons.Add("No job server has announced itself yet.");
        }
        catch (Exception exception) when (exception is NpgsqlException or TimeoutException or InvalidOperationException)
        {
            reasons.Add("The database does not answer.");
        }
        return Results.Json(new { status = reasons.Count == 0 ? "ready" : "not ready", reasons }, statusCode: reasons.Count == 0 ? 200 : 503);
    }
}
