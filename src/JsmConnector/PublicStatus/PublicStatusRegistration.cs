namespace JsmConnector.PublicStatus;

public static class PublicStatusRegistration
{
    public static IServiceCollection AddPublicStatus(this IServiceCollection services)
    {
        services.AddSingleton<LoadPublicPage>();
        services.AddSingleton<PageShelf>();
        services.AddHostedService<FollowPages>();
        return services;
    }

    /// <summary>First in the pipeline: public pages pass no other middleware.</summary>
    public static IApplicationBuilder UsePublicStatus(this IApplicationBuilder app) => app.UseMiddleware<ServePages>();
}
