using Npgsql;

namespace JsmConnector.Benchmarks.Floors;

/// <summary>What the machine gives without our pipeline, each in a process of its own: `floor read`, and `floor insert` with a connection string.</summary>
internal static class FloorServer
{
    public static async Task RunAsync(string kind, string address, string? connectionString)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(address);
        var app = builder.Build();
        if (kind == "read")
        {
            app.MapPost("/connect/webhooks", async (HttpContext context) =>
            {
                await ReadAsync(context);
                context.Response.StatusCode = StatusCodes.Status204NoContent;
            });
        }
        else
        {
            var database = NpgsqlDataSource.Create(connectionString!);
            await using (var create = database.CreateCommand("drop table if exists floor_webhooks; create table floor_webhooks (id bigint generated always as identity primary key, body jsonb)"))
                await create.ExecuteNonQueryAsync();
            app.MapPost("/connect/webhooks", async (HttpContext context) =>
            {
                var body = await ReadAsync(context);
                await using var insert = database.CreateCommand("insert into floor_webhooks (body) values ($1)");
                insert.Parameters.Add(new() { Value = body, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Jsonb });
                await insert.ExecuteNonQueryAsync();
                context.Response.StatusCode = StatusCodes.Status204NoContent;
            });
        }
        app.MapGet("/health/ready", () => "ready");
        await app.RunAsync();
    }

    private static async Task<byte[]> ReadAsync(HttpContext context)
    {
        var body = new byte[context.Request.ContentLength ?? 0];
        await context.Request.Body.ReadExactlyAsync(body);
        return body;
    }
}
