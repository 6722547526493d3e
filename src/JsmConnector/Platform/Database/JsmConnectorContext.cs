using System.Linq.Expressions;
using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Npgsql;

namespace JsmConnector.Platform.Database;

/// <summary>
/// The one persistence context. Mappings live beside their entities in the feature folders and are found by type.
/// Every tenant-owned row is filtered by <see cref="TenantScope"/>: without an entered installation a query finds nothing.
/// </summary>
public sealed class JsmConnectorContext(DbContextOptions<JsmConnectorContext> options, TenantScope tenant) : DbContext(options)
{
    public const string TenantFilter = "Tenant";

    /// <summary>Read by the query filters on every execution; the context itself is the parameter.</summary>
    public InstallationId Tenant => tenant.Current;

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(JsmConnectorContext).Assembly);
        foreach (var entity in modelBuilder.Model.GetEntityTypes().Where(IsTenantOwned))
            entity.SetQueryFilter(TenantFilter, FilterFor(entity.ClrType));
    }

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder) =>
        TypedIdConversions.Apply(configurationBuilder, typeof(JsmConnectorContext).Assembly);

    public override int SaveChanges(bool acceptAllChangesOnSuccess) =>
        throw new NotSupportedException("Save with SaveChangesAsync: nothing blocks on the database.");

    public override Task<int> SaveChangesAsync(bool acceptAllChangesOnSuccess, CancellationToken cancellationToken = default) =>
        GuardedAsync(() => base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken));

    /// <summary>
    /// Like <see cref="SaveChangesAsync(bool, CancellationToken)"/>, with the new rows of these types as a stream each, which are no longer tracked afterwards.
    /// For many rows at once, in a transaction of the caller.
    /// </summary>
    public Task SaveManyAsync(IReadOnlyList<Type> streamed, CancellationToken cancellationToken) => GuardedAsync(async () =>
    {
        if (Database.CurrentTransaction is null)
            throw new InvalidOperationException("Many rows are saved in several statements: begin a transaction.");
        foreach (var type in streamed)
        {
            var rows = ChangeTracker.Entries().Where(entry => entry.State == EntityState.Added && entry.Metadata.ClrType == type).ToList();
            if (rows.Count == 0)
                continue;
            await CopyRows.WriteAsync((NpgsqlConnection)Database.GetDbConnection(), rows[0].Metadata, rows, cancellationToken);
            foreach (var row in rows)
                row.State = EntityState.Detached;
        }
        return await base.SaveChangesAsync(true, cancellationToken);
    });

    /// <summary>Changes are looked for once, so that the guard sees what is saved.</summary>
    private async Task<int> GuardedAsync(Func<Task<int>> save)
    {
        ChangeTracker.DetectChanges();
        ChangeTracker.AutoDetectChangesEnabled = false;
        try
        {
            GuardTenant();
            return await save();
        }
        finally
        {
            ChangeTracker.AutoDetectChangesEnabled = true;
        }
    }

    private void GuardTenant()
    {
        foreach (var entry in ChangeTracker.Entries<ITenantOwned>())
        {
            if (entry.State is EntityState.Added or EntityState.Modified or EntityState.Deleted && entry.Entity.InstallationId != Tenant)
                throw new InvalidOperationException($"{entry.Metadata.ClrType.Name} belongs to another installation than the one entered.");
        }
    }

    private static bool IsTenantOwned(IMutableEntityType entity) => typeof(ITenantOwned).IsAssignableFrom(entity.ClrType) && !entity.IsOwned();

    private LambdaExpression FilterFor(Type type) =>
        (LambdaExpression)typeof(JsmConnectorContext)
            .GetMethod(nameof(BelongsToTenant), BindingFlags.Instance | BindingFlags.NonPublic)!
            .MakeGenericMethod(type)
            .Invoke(this, null)!;

    private Expression<Func<T, bool>> BelongsToTenant<T>() where T : ITenantOwned =>
        row => row.InstallationId == Tenant;
}
