using Npgsql;

namespace JsmConnector.IntegrationTests.Database;

public sealed class PostgresServerTests(PostgresServer shared)
{
    [Fact]
    public async Task A_database_of_a_test_has_what_the_template_has_and_is_its_own()
    {
        await using var server = new PostgresServer(template => ExecuteAsync(template, "create table marks (id int); insert into marks values (1)"));
        await server.InitializeAsync();

        var first = await server.CreateDatabaseAsync();
        var second = await server.CreateDatabaseAsync();
        await ExecuteAsync(first, "insert into marks values (2)");

        Assert.Equal(2, await CountAsync(first, "select count(*) from marks"));
        Assert.Equal(1, await CountAsync(second, "select count(*) from marks"));
    }

    [Fact]
    public async Task Many_databases_can_be_asked_for_at_once_and_are_gone_at_the_end()
    {
        var server = new PostgresServer(_ => Task.CompletedTask);
        await server.InitializeAsync();

        var databases = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => server.CreateDatabaseAsync()));
        var names = databases.Select(database => new NpgsqlConnectionStringBuilder(database).Database).ToList();
        await server.DisposeAsync();

        Assert.Equal(8, names.Distinct(StringComparer.Ordinal).Count());
        var left = await CountAsync(await shared.CreateDatabaseAsync(), $"select count(*) from pg_database where datname in ('{string.Join("','", names)}')");
        Assert.Equal(0, left);
    }

    [Fact]
    public async Task A_database_has_the_schema_of_the_app()
    {
        var database = await shared.CreateDatabaseAsync();

        Assert.NotEqual(0, await CountAsync(database, "select count(*) from migrations"));
        Assert.Equal(0, await CountAsync(database, "select count(*) from installations"));
    }

    private static async Task ExecuteAsync(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<long> CountAsync(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
