using Hangfire;

namespace JsmConnector.Webhooks.Reconciliation;

public static class ReconciliationRegistration
{
    public static IServiceCollection AddReconciliation(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<ReconciliationOptions>().Bind(configuration.GetSection(ReconciliationOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.AddScoped<AskForReconciliation>().AddScoped<ClaimReconciliation>().AddScoped<StoreMissed>().AddScoped<RereadIssue>().AddScoped<ReconcileSite>();
        services.AddSingleton<Reconcile>();
        services.AddSingleton(Reconcile.Job);
        services.AddSingleton<WatchConnectSites>();
        services.AddSingleton(WatchConnectSites.Job);
        services.AddHangfireServer(server =>
        {
            server.WorkerCount = 1;
            server.Queues = [Reconcile.Queue];
            server.ServerName = $"jsmconnector-reconciliation:{Environment.MachineName}:{Environment.ProcessId}";
            server.ShutdownTimeout = TimeSpan.FromSeconds(10);
        });
        return services;
    }
}
