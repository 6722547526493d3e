using Microsoft.Extensions.DependencyInjection.Extensions;

namespace JsmConnector.StatusPages.Providers.Statuspage;

public static class StatuspageRegistration
{
    public static IServiceCollection AddStatuspage(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<StatuspageOptions>()
            .Bind(configuration.GetSection(StatuspageOptions.Section))
            .ValidateDataAnnotations()
            .ValidateOnStart();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<StatuspageBudget>();
        services.AddScoped<StatuspageClient>();
        services.AddScoped<IStatusPageProvider, StatuspageProvider>();

        services.AddHttpClient(StatuspageClient.ClientName, client =>
            {
                client.Timeout = StatuspageClient.Timeout;
                client.MaxResponseContentBufferSize = StatuspageClient.LargestAnswer;
            })
            .ConfigurePrimaryHttpMessageHandler(static (handler, _) =>
            {
                // The handler is the application's own; only what this vendor needs is changed on it.
                if (handler is SocketsHttpHandler sockets)
                    sockets.AllowAutoRedirect = false;
            })
            .RedactLoggedHeaders(["Authorization"]);
        return services;
    }
}
