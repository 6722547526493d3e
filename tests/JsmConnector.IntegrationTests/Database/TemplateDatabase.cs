using JsmConnector.Platform.Database;
using Microsoft.Extensions.DependencyInjection;

namespace JsmConnector.IntegrationTests.Database;

/// <summary>What every test database begins with: the schema. Made once a run.</summary>
internal static class TemplateDatabase
{
    /// <param name="connectionString">An empty database, without connection pooling: an open connection would forbid to copy it.</param>
    public static async Task FillAsync(string connectionString)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddDatabase(connectionString);
        services.AddSingleton<MigrateDatabase>();
        await using var provider = services.BuildServiceProvider();
        await provider.GetRequiredService<MigrateDatabase>().RunAsync(CancellationToken.None);
    }
}
