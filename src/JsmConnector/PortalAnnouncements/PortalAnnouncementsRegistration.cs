using JsmConnector.Deliveries;
using JsmConnector.Incidents;

namespace JsmConnector.PortalAnnouncements;

public static class PortalAnnouncementsRegistration
{
    public static IServiceCollection AddPortalAnnouncements(this IServiceCollection services) => services
        .AddSingleton<IDeliveryPlanner, PlanAnnouncement>()
        .AddScoped<IDeliveryHandler, AnnounceOnPortal>()
        .AddScoped<Assisted.PostByHand>();
}
