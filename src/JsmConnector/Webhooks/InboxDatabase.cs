using Npgsql;

namespace JsmConnector.Webhooks;

/// <summary>
/// Connections of the inbox alone: bodies travel here by the hundred, and with buffers of the usual size each would cost two system calls.
/// Few connections, so that the memory for it is small.
/// </summary>
public sealed class InboxDatabase(string connectionString) : IAsyncDisposable
{
    private const int Buffer = 128 * 1024;
    private const int Connections = 4;

    public NpgsqlDataSource Source { get; } = Platform.Database.DatabaseRegistration.DataSource(
        new NpgsqlConnectionStringBuilder(connectionString) { WriteBufferSize = Buffer, ReadBufferSize = Buffer, MaxPoolSize = Connections }.ConnectionString);

    public ValueTask DisposeAsync() => Source.DisposeAsync();
}
