using JsmConnector.Incidents.Promises;
using JsmConnector.Incidents.Wording;
using JsmConnector.Incidents.Wording.Approvals;
using JsmConnector.Installations.Settings;

namespace JsmConnector.Incidents;

public static class IncidentsRegistration
{
    public static IServiceCollection AddIncidents(this IServiceCollection services) => services
        .AddScoped<ApplyIntent>()
        .AddScoped<ComponentCatalog>()
        .AddScoped<PlanDeliveries>()
        .AddScoped<FirePromises>()
        .AddScoped<TakeTheLead>()
        .AddScoped<ApproveWords>()
        .AddSingleton<ISettingsCheck, CheckTexts>()
        .AddSingleton<SweepPromises>()
        .AddHostedService(provider => provider.GetRequiredService<SweepPromises>());
}
