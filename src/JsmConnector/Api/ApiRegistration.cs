using JsmConnector.Incidents;

namespace JsmConnector.Api;

public static class ApiRegistration
{
    public static IServiceCollection AddApi(this IServiceCollection services) => services.AddScoped<SpeakInPublic>().AddScoped<IncidentOfRoute>().AddDescriptions();

    public static IEndpointRouteBuilder MapApi(this IEndpointRouteBuilder routes)
    {
        ListIncidents.Map(routes);
        GetIncident.Map(routes);
        PublishUpdate.Map(routes);
        CommunicationLead.Map(routes);
        PostmortemRoutes.Map(routes);
        PostmortemReviewRoutes.Map(routes);
        PublicationRoutes.Map(routes);
        ActionRoutes.Map(routes);
        CorrectionRoutes.Map(routes);
        InsightsRoutes.Map(routes);
        ScorecardRoutes.Map(routes);
        AskForPostmortemRoutes.Map(routes);
        Settings.Map(routes);
        SettingsVersions.Map(routes);
        ReconcileNow.Map(routes);
        Maintenances.Map(routes);
        AccessLinkRoutes.Map(routes);
        SubscriberRoutes.Map(routes);
        UpkeepRoutes.Map(routes);
        HistoryRoutes.Map(routes);
        ImportRoutes.Map(routes);
        routes.MapDescriptions();
        return routes;
    }
}
