using JsmConnector.Incidents.Promises;

namespace JsmConnector.Incidents;

public static class IncidentsRegistration
{
    public static IServiceCollection AddIncidents(this IServiceCollection services) => services
        .AddScoped<ApplyIntent>()
        .AddScoped<ComponentCatalog>()
        .AddScoped<PlanDeliveries>()
        .AddScoped<FirePromises>()
        .AddScoped<TakeTheLead>()
        .AddSingleton<SweepPromises>()
        .AddHostedService(provider => provider.GetRequiredService<SweepPromises>());
}
