using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace JsmConnector.Platform.Database;

public static class DatabaseRegistration
{
    public static IServiceCollection AddDatabase(this IServiceCollection services, string connectionString)
    {
        services.AddSingleton(_ => DataSource(connectionString));
        services.AddScoped<TenantScope>();
        // Not pooled: the context carries the tenant of its scope.
        services.AddDbContext<JsmConnectorContext>((provider, options) => Configure(options, provider.GetRequiredService<NpgsqlDataSource>()));
        services.AddOptions<LaneOptions>().BindConfiguration(LaneOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<HeadOfLane>();
        return services;
    }

    public static void Configure(DbContextOptionsBuilder options, NpgsqlDataSource database) =>
        options.UseNpgsql(database, npgsql => npgsql.MigrationsHistoryTable("migrations")).UseSnakeCaseNamingConvention();

    public static NpgsqlDataSource DataSource(string connectionString)
    {
        var builder = new NpgsqlDataSourceBuilder(connectionString);
        builder.ConnectionStringBuilder.ApplicationName ??= "JsmConnector";
        builder.ConnectionStringBuilder.MaxAutoPrepare = 64;
        builder.ConnectionStringBuilder.AutoPrepareMinUsages = 2;
        // A dead database must show within seconds: Jira waits 20 s for an answer at most.
        if (!builder.ConnectionStringBuilder.ContainsKey("Timeout"))
            builder.ConnectionStringBuilder.Timeout = 5;
        return builder.Build();
    }
}
