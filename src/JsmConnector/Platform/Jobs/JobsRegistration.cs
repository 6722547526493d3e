using Hangfire;
using Hangfire.PostgreSql;

namespace JsmConnector.Platform.Jobs;

public static class JobsRegistration
{
    public const string Schema = "hangfire";

    /// <summary>The schema version that the referenced Hangfire.PostgreSql brings.</summary>
    public const int SchemaVersion = 23;

    /// <summary>Hangfire gives threads, clock and dashboard. Attempts, back-off and order belong to our rows, so its retries are off.</summary>
    public static IServiceCollection AddJobs(this IServiceCollection services, string connectionString)
    {
        services.AddHangfire(configuration => configuration
            .SetDataCompatibilityLevel(CompatibilityLevel.Version_180)
            .UseSimpleAssemblyNameTypeSerializer()
            .UseRecommendedSerializerSettings()
            .UseFilter(new AutomaticRetryAttribute { Attempts = 0 })
            .UsePostgreSqlStorage(
                storage => storage.UseNpgsqlConnection(connectionString),
                new PostgreSqlStorageOptions { SchemaName = Schema, PrepareSchemaIfNecessary = false, QueuePollInterval = TimeSpan.FromSeconds(2), DistributedLockTimeout = TimeSpan.FromMinutes(2) }));
        services.AddHangfireServer(server =>
        {
            server.WorkerCount = 4;
            server.ServerName = $"jsmconnector:{Environment.MachineName}:{Environment.ProcessId}";
            server.SchedulePollingInterval = TimeSpan.FromSeconds(1);
            server.ShutdownTimeout = TimeSpan.FromSeconds(10);
        });
        services.AddHostedService<RecurringJobs>();
        return services;
    }
}
