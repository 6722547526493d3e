using JsmConnector.IntegrationTests.Database;
using JsmConnector.Platform.Database;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace JsmConnector.IntegrationTests.StatusPages.Providers.Statuspage;

/// <summary>One database for the tests of a class.</summary>
public sealed class StatuspageDatabase : IAsyncLifetime
{
    public string ConnectionString { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        ConnectionString = await TestDatabases.CreateAsync();
        await using var services = new ServiceCollection().AddDatabase(ConnectionString).BuildServiceProvider();
        await using var scope = services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<JsmConnectorContext>().Database.MigrateAsync();
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
