using JsmConnector.IntegrationTests.WholeApp;
using Microsoft.EntityFrameworkCore;

namespace JsmConnector.IntegrationTests.Architecture;

public sealed class MigrationsTests(InstalledSites app) : IClassFixture<InstalledSites>
{
    /// <summary>Two branches that each brought a migration may leave a snapshot that lacks one of them.</summary>
    [Fact]
    public async Task The_migrations_make_what_the_model_says() =>
        Assert.False(await app.InAsync(app.Acme, database => Task.FromResult(database.Database.HasPendingModelChanges())), "dotnet ef migrations add NAME --project src/JsmConnector writes what is missing.");
}
