using JsmConnector.Platform.Startup;
using Npgsql;

namespace JsmConnector.Platform.Database.Embedded;

/// <summary>Waits until the server answers, and until the app's database is there.</summary>
internal sealed class ServerConnection(ServerProcess server, TimeProvider clock)
{
    public const string DatabaseName = "jsmconnector";

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    public string ConnectionString { get; } = To(server.SocketFolder, DatabaseName);

    /// <returns>False when the server ended instead.</returns>
    /// <exception cref="StartupProblems">It runs, but does not answer.</exception>
    public async Task<bool> IsReadyAsync(TimeSpan patience, CancellationToken cancellationToken)
    {
        for (var started = clock.GetTimestamp(); ; await Task.Delay(Pause, clock, cancellationToken))
        {
            if (File.Exists(SocketFolder.Socket(server.SocketFolder)) && await AnswersAsync(cancellationToken))
                return true;
            if (server.HasExited)
                return false;
            if (clock.GetElapsedTime(started) > patience)
                throw new StartupProblems([$"PostgreSQL runs, but did not answer on {server.SocketFolder} within {patience.TotalSeconds:0} seconds."]);
        }
    }

    private async Task<bool> AnswersAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = new NpgsqlConnection(Unpooled(ConnectionString));
            await connection.OpenAsync(cancellationToken);
            return true;
        }
        catch (PostgresException missing) when (missing.SqlState == PostgresErrorCodes.InvalidCatalogName)
        {
            return await CreateDatabaseAsync(cancellationToken);
        }
        catch (NpgsqlException)
        {
            // Not listening yet, starting up, recovering after a crash, or shutting down.
            return false;
        }
    }

    private async Task<bool> CreateDatabaseAsync(CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(Unpooled(To(server.SocketFolder, "postgres")));
        await connection.OpenAsync(cancellationToken);
        await using var command = new NpgsqlCommand($"create database {DatabaseName}", connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
        return true;
    }

    private static string To(string socketFolder, string database) => new NpgsqlConnectionStringBuilder
    {
        Host = socketFolder,
        Port = SocketFolder.Port,
        Username = Cluster.UserName,
        Database = database,
        SslMode = SslMode.Disable,
        GssEncryptionMode = GssEncryptionMode.Disable,
    }.ConnectionString;

    private static string Unpooled(string connectionString) =>
        new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false, Timeout = 5 }.ConnectionString;
}
