using JsmConnector.Deliveries;
using JsmConnector.Incidents;

namespace JsmConnector.Postmortems;

public static class PostmortemRegistration
{
    public static IServiceCollection AddPostmortems(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<PostmortemOptions>().Bind(configuration.GetSection(PostmortemOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<IDeliveryPlanner, PlanPostmortem>();
        services.AddScoped<IDeliveryHandler, SchedulePostmortem>();
        services.AddScoped<IDeliveryHandler, LinkPostmortem>();
        services.AddScoped<PostmortemAddress>();
        services.AddScoped<ClaimPostmortem>();
        services.AddScoped<LoadIncidentRecord>();
        services.AddScoped<ReadPostmortem>();
        services.AddScoped<StorePostmortem>();
        services.AddScoped<Versions.StoreVersion>();
        services.AddScoped<Versions.ChangePostmortem>();
        services.AddScoped<Versions.ReadVersions>();
        services.AddScoped<Review.MovePostmortem>();
        services.AddScoped<Review.NameCauses>();
        services.AddSingleton<Review.RemindOfReviews>();
        services.AddSingleton(Review.RemindOfReviews.Job);
        services.AddScoped<Screen.AdmitReader>();
        services.AddScoped<Screen.WorkOnPostmortem>();
        services.AddScoped<Screen.ShowPostmortem>();
        services.AddSingleton<ReadTicketHistory>();
        services.AddSingleton<GeneratePostmortem>();
        services.AddSingleton<SweepPostmortems>();
        services.AddSingleton(SweepPostmortems.Job);
        return services;
    }

    public static IEndpointRouteBuilder MapPostmortems(this IEndpointRouteBuilder routes)
    {
        Screen.ShowPostmortem.Map(routes);
        return routes;
    }
}
