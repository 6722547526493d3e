using JsmConnector.IntegrationTests.Database;

namespace JsmConnector.IntegrationTests.StatusPages.Providers.Statuspage;

/// <summary>One database for the tests of a class.</summary>
public sealed class StatuspageDatabase(PostgresServer server) : IAsyncLifetime
{
    public string ConnectionString { get; private set; } = "";

    public async ValueTask InitializeAsync() => ConnectionString = await server.CreateDatabaseAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
