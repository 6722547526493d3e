using Hangfire;
using JsmConnector.Deliveries;
using JsmConnector.Incidents;
using JsmConnector.Postmortems.Publishing;

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
        services.AddScoped<AskForPostmortem>();
        services.AddScoped<BackfillPostmortems>();
        services.AddScoped<StorePostmortem>();
        services.AddScoped<Versions.StoreVersion>();
        services.AddScoped<Versions.ChangePostmortem>();
        services.AddScoped<Mentions.PeopleOfIncident>();
        services.AddScoped<Mentions.PlanMentions>();
        services.AddScoped<IDeliveryHandler, Mentions.TellMentioned>();
        services.AddScoped<Versions.ReadVersions>();
        services.AddPublishing();
        services.AddScoped<CorrectMoments>();
        services.AddSingleton<Printing.PrintPdf>();
        services.AddSingleton<Printing.PostmortemFiles>();
        services.AddScoped<Rendering.PreviewTemplate>();
        services.AddScoped<Insights.ListPostmortems>();
        services.AddScoped<Insights.SimilarIncidents>();
        services.AddScoped<Actions.AddAction>();
        services.AddScoped<Actions.ReadActions>();
        services.AddScoped<Actions.RefreshActions>();
        services.AddScoped<IDeliveryHandler, Actions.MakeActionIssue>();
        services.AddScoped<IDeliveryHandler, Actions.TellOwner>();
        services.AddSingleton<Actions.RemindOfActions>();
        services.AddSingleton(Actions.RemindOfActions.Job);
        services.AddScoped<Installations.Settings.ISettingsCheck, Rendering.CheckTemplates>();
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
        services.AddSingleton<ForgetOldRows>();
        services.AddSingleton(ForgetOldRows.Job);
        services.AddHangfireServer(server =>
        {
            server.Queues = [GeneratePostmortem.Queue];
            server.WorkerCount = 1;
            server.ServerName = $"jsmconnector-postmortems:{Environment.MachineName}:{Environment.ProcessId}";
            server.ShutdownTimeout = TimeSpan.FromSeconds(10);
        });
        return services;
    }

    public static IEndpointRouteBuilder MapPostmortems(this IEndpointRouteBuilder routes)
    {
        Screen.ShowPostmortem.Map(routes);
        return routes;
    }
}
