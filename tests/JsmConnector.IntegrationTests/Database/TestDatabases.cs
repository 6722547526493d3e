using Npgsql;

namespace JsmConnector.IntegrationTests.Database;

/// <summary>Databases of their own for test classes, on the server that JSMCONNECTOR_TEST_POSTGRES names.</summary>
public static class TestDatabases
{
    public static async Task<string> CreateAsync()
    {
        var server = new NpgsqlConnectionStringBuilder(Environment.GetEnvironmentVariable("JSMCONNECTOR_TEST_POSTGRES")
            ?? throw new InvalidOperationException("Set JSMCONNECTOR_TEST_POSTGRES to a connection string of a PostgreSQL that may create databases."));
        var name = $"test_{Guid.NewGuid():N}";
        await using var source = NpgsqlDataSource.Create(server);
        await using var command = source.CreateCommand($"create database {name}");
        await command.ExecuteNonQueryAsync();
        return new NpgsqlConnectionStringBuilder(server.ConnectionString) { Database = name }.ConnectionString;
    }
}
