namespace JsmConnector.StatusPages.Providers.JsmPage;

public static class JsmPageRegistration
{
    public static IServiceCollection AddJsmPage(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<JsmPageOptions>().Bind(configuration.GetSection(JsmPageOptions.Section));
        services.AddSingleton<JsmPageClient>();
        services.AddScoped<IStatusPageProvider, JsmPageProvider>();
        services.AddScoped<Upkeep.IPageUpkeep, JsmPageUpkeep>();
        services.AddHttpClient(JsmPageClient.ClientName, client => client.Timeout = TimeSpan.FromSeconds(10)).RedactLoggedHeaders(["Authorization"]);
        return services;
    }
}
