namespace JsmConnector.Incidents;

public static class IncidentsRegistration
{
    public static IServiceCollection AddIncidents(this IServiceCollection services) => services
        .AddScoped<ApplyIntent>()
        .AddScoped<ComponentCatalog>()
        .AddScoped<PlanDeliveries>();
}
