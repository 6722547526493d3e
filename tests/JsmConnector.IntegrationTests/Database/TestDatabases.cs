using JsmConnector.IntegrationTests.Database;
using JsmConnector.Platform.Database.Embedded;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

[assembly: AssemblyFixture(typeof(TestDatabases))]

namespace JsmConnector.IntegrationTests.Database;

/// <summary>Databases of their own for test classes, on a server that the run starts for itself and stops at its end.</summary>
public sealed class TestDatabases : IAsyncLifetime
{
    private EmbeddedPostgres _server = null!;

    public async ValueTask InitializeAsync() => _server = await EmbeddedPostgres.StartAsync(
        new EmbeddedPostgresOptions { DataDirectory = Path.Combine(AppContext.BaseDirectory, "postgres"), IsDurable = false },
        NullLogger.Instance, TimeProvider.System, CancellationToken.None);

    public async Task<string> CreateAsync()
    {
        var name = $"test_{Guid.NewGuid():N}";
        await ExecuteAsync($"create database {name}");
        return new NpgsqlConnectionStringBuilder(_server.ConnectionString) { Database = name }.ConnectionString;
    }

    public Task DropAsync(string connectionString) =>
        ExecuteAsync($"drop database if exists {new NpgsqlConnectionStringBuilder(connectionString).Database} with (force)");

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private async Task ExecuteAsync(string sql)
    {
        await using var source = NpgsqlDataSource.Create(_server.ConnectionString);
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
