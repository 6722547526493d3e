using JsmConnector.Platform.Database;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace JsmConnector.IntegrationTests.StatusPages.Providers.Statuspage;

/// <summary>One database for the tests of a class.</summary>
public sealed class StatuspageDatabase : IAsyncLifetime
{
    private const string Server = "Host=/tmp/sp-pg;Username=app;Database=postgres";
    private readonly string _name = $"statuspage_{Guid.NewGuid():N}";

    public string ConnectionString => new NpgsqlConnectionStringBuilder(Server) { Database = _name }.ConnectionString;

    public async ValueTask InitializeAsync()
    {
        await RunAsync($"create database {_name}");
        await using var services = new ServiceCollection().AddDatabase(ConnectionString).BuildServiceProvider();
        await using var scope = services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<JsmConnectorContext>().Database.MigrateAsync();
    }

    public async ValueTask DisposeAsync() => await RunAsync($"drop database {_name} with (force)");

    private static async Task RunAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(Server);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
