using Hangfire;
using JsmConnector.Platform.Html;
using JsmConnector.StatusPages.Providers.Builtin;

namespace JsmConnector.PublicStatus;

public static class PublicStatusRegistration
{
    public static IServiceCollection AddPublicStatus(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<PublicStatusOptions>().Bind(configuration.GetSection(PublicStatusOptions.Section));
        services.AddSingleton<FindPage>();
        services.AddSingleton<LoadPublicPage>();
        services.AddSingleton<ReadPast>();
        services.AddSingleton<PageSnapshots>();
        services.AddSingleton<PreparedBytes>();
        services.AddSingleton<PageShelf>();
        services.AddSingleton<AnswerReader>();
        services.AddSingleton<ExportPages>();
        services.AddSingleton<StatusPages.IPagePreview, PreviewDraft>();
        services.AddSingleton<IPreviewOf<UnpublishedIncident>, PreviewOnPage>();
        services.AddHostedService<FollowPages>();
        services.AddSingleton(new Platform.Jobs.RecurringJob("export-pages", jobs =>
        {
            if (configuration[$"{PublicStatusOptions.Section}:{nameof(PublicStatusOptions.ExportFolder)}"] is { Length: > 0 })
                jobs.AddOrUpdate<ExportPages>("export-pages", export => export.RunAllAsync(CancellationToken.None), Cron.Minutely());
            else
                jobs.RemoveIfExists("export-pages");
        }));
        return services;
    }

    /// <summary>First in the pipeline: public pages pass no other middleware.</summary>
    public static IApplicationBuilder UsePublicStatus(this IApplicationBuilder app) => app.UseMiddleware<ServePages>();

    /// <summary>Behind the forwarded headers, before the pages with names of their own.</summary>
    public static IApplicationBuilder UseSubscriptions(this IApplicationBuilder app) => app.UseMiddleware<Subscriptions.ServeSubscriptions>().UseMiddleware<SignIn.ServeSignIn>();

    /// <summary>Behind the forwarded headers: the name that a reader asked for may be in one.</summary>
    public static IApplicationBuilder UsePublicHosts(this IApplicationBuilder app) => app.UseMiddleware<ServeHosts>();
}
