using JsmConnector.Deliveries;
using JsmConnector.Incidents;
using JsmConnector.Incidents.Publications;
using JsmConnector.Maintenances;
using JsmConnector.StatusPages.Providers.Builtin;
using JsmConnector.StatusPages.Providers.Statuspage;

namespace JsmConnector.StatusPages;

public static class StatusPagesRegistration
{
    public static IServiceCollection AddStatusPages(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<IDeliveryPlanner, PlanMirroring>();
        services.AddScoped<IDeliveryHandler, MirrorIncident>();
        services.AddSingleton<IMaintenancePlanner, PlanMaintenances>();
        services.AddScoped<IDeliveryHandler, MirrorMaintenance>();
        services.AddScoped<ComponentStateQuery>();
        services.AddScoped<Access.AccessLinks>();
        services.AddScoped<IStatusPageProvider, BuiltinStatusPage>();
        services.AddSingleton<IStatusPagePreview, PreviewBuiltin>();
        services.AddScoped<PublicAddresses>();
        services.AddScoped<IPublicationTarget, BuiltinAccount>();
        services.AddStatuspage(configuration);
        return services;
    }
}
