using JsmConnector.Incidents.Publications;

namespace JsmConnector.StatusPages.Providers.Statuspage;

public static class StatuspageRegistration
{
    public static IServiceCollection AddStatuspage(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<StatuspageOptions>()
            .Bind(configuration.GetSection(StatuspageOptions.Section))
            .ValidateDataAnnotations()
            .ValidateOnStart();
        services.AddSingleton<StatuspageBudget>();
        services.AddScoped<SharedSlots>();
        services.AddScoped<StatuspageClient>();
        services.AddScoped<PlaceInGroup>();
        services.AddScoped<FindRemoteComponents>();
        services.AddScoped<StandingMirrors>();
        services.AddScoped<Upkeep.IPageUpkeep, StatuspageUpkeep>();
        services.AddScoped<Import.IImportSource, StatuspageImportSource>();
        services.AddScoped<Import.IImportSource, PublicPageImportSource>();
        services.AddHttpClient(PublicPageImportSource.ClientName);
        services.AddScoped<IStatusPageProvider, StatuspageProvider>();
        services.AddScoped<IPublicationTarget, StatuspageAccount>();

        services.AddHttpClient(StatuspageClient.ClientName, client => client.Timeout = StatuspageClient.Timeout)
            .RedactLoggedHeaders(["Authorization"]);
        return services;
    }
}
