using JsmConnector.Platform.Database.Embedded;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace JsmConnector.Benchmarks;

/// <summary>A database of its own on the embedded PostgreSQL, durable as in production; or on the server named by ConnectionStrings__Postgres.</summary>
internal sealed class BenchmarkDatabase(string connectionString, IAsyncDisposable? server) : IAsyncDisposable
{
    public string ConnectionString => connectionString;

    public static async Task<BenchmarkDatabase> StartAsync()
    {
        if (Environment.GetEnvironmentVariable("ConnectionStrings__Postgres") is { Length: > 0 } given)
            return new BenchmarkDatabase(await CreateAsync(given), null);
        var folder = Path.Combine(AppContext.BaseDirectory, "benchmark-data");
        var embedded = await EmbeddedPostgres.StartAsync(new EmbeddedPostgresOptions { DataDirectory = folder }, NullLogger.Instance, TimeProvider.System, CancellationToken.None);
        return new BenchmarkDatabase(await CreateAsync(embedded.ConnectionString), embedded);
    }

    public async ValueTask DisposeAsync()
    {
        if (server is not null)
            await server.DisposeAsync();
    }

    private static async Task<string> CreateAsync(string server)
    {
        var name = $"benchmark_{Guid.NewGuid():N}";
        await using var connection = new NpgsqlConnection(server);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand($"create database {name}", connection);
        await command.ExecuteNonQueryAsync();
        return new NpgsqlConnectionStringBuilder(server) { Database = name }.ConnectionString;
    }
}
