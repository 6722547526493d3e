using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace JsmConnector.Platform.Database;

/// <summary>For `dotnet ef migrations add`: the model without a server.</summary>
public sealed class DesignTimeContext : IDesignTimeDbContextFactory<JsmConnectorContext>
{
    public JsmConnectorContext CreateDbContext(string[] args)
    {
        var options = new DbContextOptionsBuilder<JsmConnectorContext>();
        options.UseNpgsql("Host=design-time", npgsql => npgsql.MigrationsHistoryTable("migrations")).UseSnakeCaseNamingConvention();
        return new JsmConnectorContext(options.Options, new TenantScope());
    }
}
