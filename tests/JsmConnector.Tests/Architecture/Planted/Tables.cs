using JsmConnector.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace JsmConnector.Tests.Architecture.Planted.Tables;

public abstract class PlantedRow : ITenantOwned
{
    public InstallationId InstallationId { get; init; }
    public int Id { get; init; }
}

public sealed class InOrder : PlantedRow;

public sealed class OwnerComesSecond : PlantedRow;

public sealed class KeyWithoutOwner : PlantedRow;

public sealed class SaysNothing : PlantedRow;

public sealed class PlantedContext() : DbContext(new DbContextOptionsBuilder<PlantedContext>().UseNpgsql("Host=none").Options)
{
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder) =>
        TypedIdConversions.Apply(configurationBuilder, typeof(JsmConnectorContext).Assembly);

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<InOrder>(row => row.ToTable("in_order", table => table.HasComment("Fine.")).HasKey(r => new { r.InstallationId, r.Id }));
        modelBuilder.Entity<OwnerComesSecond>(row => row.ToTable("second", table => table.HasComment("Fine.")).HasKey(r => new { r.Id, r.InstallationId }));
        modelBuilder.Entity<KeyWithoutOwner>(row => row.ToTable("without", table => table.HasComment("Fine.")).HasKey(r => r.Id));
        modelBuilder.Entity<SaysNothing>(row => row.ToTable("silent").HasKey(r => new { r.InstallationId, r.Id }));
    }
}
