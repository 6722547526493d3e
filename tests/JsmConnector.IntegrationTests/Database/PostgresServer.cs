using System.Collections.Concurrent;
using System.Globalization;
using JsmConnector.IntegrationTests.Database;
using JsmConnector.Platform.Database.Embedded;
using JsmConnector.Platform.Startup;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

[assembly: AssemblyFixture(typeof(PostgresServer))]

namespace JsmConnector.IntegrationTests.Database;

/// <summary>
/// One server per run: the one that ConnectionStrings__Postgres names, else an embedded one in artifacts/test-data. Test classes take this
/// fixture in their constructor and ask it for a database.
/// </summary>
public sealed class PostgresServer : IAsyncLifetime
{
    private const string Prefix = "jsmtest_";

    private readonly Func<string, Task> fillTemplate;
    private readonly ConcurrentBag<string> databases = [];
    private NpgsqlConnection? presence;
    private EmbeddedPostgres? embedded;
    private string server = "";
    private int count;

    public PostgresServer() : this(TemplateDatabase.FillAsync)
    {
    }

    internal PostgresServer(Func<string, Task> fillTemplate) => this.fillTemplate = fillTemplate;

    /// <summary>Of this run, among others that may share the server; begins the names of its databases.</summary>
    private string Name { get; } = Prefix + Guid.NewGuid().ToString("N")[..8];

    private string Template => $"{Name}_template";

    public async ValueTask InitializeAsync()
    {
        server = Environment.GetEnvironmentVariable("ConnectionStrings__Postgres") is { Length: > 0 } given ? given : await StartEmbeddedAsync();
        presence = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(To(null, pooling: false)) { ApplicationName = Name }.ConnectionString);
        await presence.OpenAsync();
        await DropLeftoversAsync();
        await ExecuteAsync($"create database {Template}");
        await fillTemplate(To(Template, pooling: false));
    }

    /// <returns>The connection string of a new database, a copy of the template; it is dropped at the end of the run.</returns>
    public async Task<string> CreateDatabaseAsync()
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"{Name}_{Interlocked.Increment(ref count)}");
        await ExecuteAsync($"create database {name} template {Template}");
        databases.Add(name);
        return To(name, pooling: true);
    }

    public async ValueTask DisposeAsync()
    {
        if (presence is not null)
        {
            foreach (var name in databases.Append(Template))
                await ExecuteAsync($"drop database if exists {name} with (force)");
            await presence.DisposeAsync();
        }
        if (embedded is not null)
            await embedded.DisposeAsync();
    }

    private async Task<string> StartEmbeddedAsync()
    {
        var options = new EmbeddedPostgresOptions { DataDirectory = Path.Combine(TestData.Folder, "postgres"), IsDurable = false, MaxConnections = 300 };
        try
        {
            embedded = await EmbeddedPostgres.StartAsync(options, NullLogger.Instance, TimeProvider.System, CancellationToken.None);
        }
        catch (StartupProblems problems)
        {
            throw new InvalidOperationException($"THE INTEGRATION TESTS NEED POSTGRESQL AND HAVE NONE.{Environment.NewLine}{problems.Message}", problems);
        }
        return embedded.ConnectionString;
    }

    /// <summary>A run that was killed drops nothing. A run that lives is known by its open connection.</summary>
    private async Task DropLeftoversAsync()
    {
        const long Lock = 0x4A534D54;
        await ExecuteAsync(presence!, $"select pg_advisory_lock({Lock})");
        var leftovers = new List<string>();
        await using (var command = new NpgsqlCommand(
            $"select datname from pg_database where datname like '{Prefix}%' and left(datname, {Name.Length}) not in (select application_name from pg_stat_activity)", presence))
        await using (var reader = await command.ExecuteReaderAsync())
        {
            while (await reader.ReadAsync())
                leftovers.Add(reader.GetString(0));
        }
        foreach (var name in leftovers)
            await ExecuteAsync(presence!, $"drop database {name} with (force)");
        await ExecuteAsync(presence!, $"select pg_advisory_unlock({Lock})");
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(To(null, pooling: false));
        await connection.OpenAsync();
        await ExecuteAsync(connection, sql);
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private string To(string? database, bool pooling)
    {
        var parts = new NpgsqlConnectionStringBuilder(server) { Pooling = pooling, IncludeErrorDetail = true };
        parts.Database = database ?? parts.Database;
        if (pooling)
            parts.MaxPoolSize = Math.Min(parts.MaxPoolSize, 30);
        return parts.ConnectionString;
    }
}
