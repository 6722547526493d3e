using Hangfire;

namespace JsmConnector.Maintenances;

public static class MaintenancesRegistration
{
    public static IServiceCollection AddMaintenances(this IServiceCollection services) => services
        .AddScoped<SayMaintenance>()
        .AddScoped<FollowTicket>()
        .AddSingleton<AdvanceMaintenances>()
        .AddSingleton(new Platform.Jobs.RecurringJob(
            "advance-maintenances", jobs => jobs.AddOrUpdate<AdvanceMaintenances>("advance-maintenances", advance => advance.RunAsync(CancellationToken.None), Cron.Minutely())));
}
