using System.Reflection;
using JsmConnector.Incidents;
using JsmConnector.IntegrationTests.Screens;
using JsmConnector.IntegrationTests.WholeApp;
using JsmConnector.Platform.Database;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace JsmConnector.IntegrationTests.Tenancy;

public sealed class TenantScopeTests(InstalledSites app) : IClassFixture<InstalledSites>
{
    [Fact]
    public async Task Without_an_entered_site_no_query_finds_anything()
    {
        await app.TellAsync(app.Acme, TicketEvent.Of("42001").ToJsonString());
        await app.DrainAsync();
        await using var nobody = app.App.Services.CreateAsyncScope();
        var database = nobody.ServiceProvider.GetRequiredService<JsmConnectorContext>();
        var filled = 0;

        foreach (var entity in database.Model.GetEntityTypes().Where(entity => typeof(ITenantOwned).IsAssignableFrom(entity.ClrType)))
        {
            var count = typeof(TenantScopeTests).GetMethod(nameof(CountAsync), BindingFlags.NonPublic | BindingFlags.Static)!.MakeGenericMethod(entity.ClrType);
            Assert.Equal(0, await (Task<int>)count.Invoke(null, [database])!);
            filled += await app.InAsync(app.Acme, own => (Task<int>)count.Invoke(null, [own])!) > 0 ? 1 : 0;
            Assert.True(entity.ClrType.Name.StartsWith("Settings", StringComparison.Ordinal) || await app.InAsync(app.Rival, own => (Task<int>)count.Invoke(null, [own])!) == 0, entity.ClrType.Name);
        }

        Assert.InRange(filled, 8, 100);
    }

    [Fact]
    public async Task A_row_of_another_site_cannot_be_added()
    {
        var foreign = Rows.Incident(app.Acme.Id);

        await Assert.ThrowsAsync<InvalidOperationException>(() => app.InAsync(app.Rival, database => AddAsync(database, foreign)));
        await using var nobody = app.App.Services.CreateAsyncScope();
        await Assert.ThrowsAsync<InvalidOperationException>(() => AddAsync(nobody.ServiceProvider.GetRequiredService<JsmConnectorContext>(), foreign));

        Assert.DoesNotContain(await app.RowsAsync<Incident>(app.Acme), incident => incident.Id == foreign.Id);
    }

    [Fact]
    public async Task A_row_of_another_site_can_be_neither_changed_nor_removed()
    {
        var foreign = Rows.Incident(app.Acme.Id);
        await app.InAsync(app.Acme, database => AddAsync(database, foreign));

        await Assert.ThrowsAsync<InvalidOperationException>(() => app.InAsync(app.Rival, database =>
        {
            database.Attach(foreign).Entity.IssueKey = "STOLEN-1";
            return database.SaveChangesAsync(TestContext.Current.CancellationToken);
        }));
        await Assert.ThrowsAsync<InvalidOperationException>(() => app.InAsync(app.Rival, database =>
        {
            database.Remove(foreign);
            return database.SaveChangesAsync(TestContext.Current.CancellationToken);
        }));
        Assert.Equal(0, await app.InAsync(app.Rival, database => database.Set<Incident>().Where(incident => incident.Id == foreign.Id).ExecuteDeleteAsync(TestContext.Current.CancellationToken)));

        Assert.Contains(await app.RowsAsync<Incident>(app.Acme), incident => incident.Id == foreign.Id && incident.IssueKey != "STOLEN-1");
    }

    [Fact]
    public async Task A_scope_that_has_entered_a_site_never_enters_another()
    {
        await using var scope = app.App.Services.GetRequiredService<IServiceScopeFactory>().Enter(app.Acme.Id);
        var tenant = scope.ServiceProvider.GetRequiredService<TenantScope>();

        tenant.Enter(app.Acme.Id);

        Assert.Throws<InvalidOperationException>(() => tenant.Enter(app.Rival.Id));
        Assert.Throws<InvalidOperationException>(() => tenant.Enter(InstallationId.None));
        Assert.Equal(app.Acme.Id, tenant.Current);
    }

    private static Task<int> AddAsync(JsmConnectorContext database, object row)
    {
        database.Add(row);
        return database.SaveChangesAsync(TestContext.Current.CancellationToken);
    }

    private static Task<int> CountAsync<T>(JsmConnectorContext database) where T : class => database.Set<T>().CountAsync(TestContext.Current.CancellationToken);
}
