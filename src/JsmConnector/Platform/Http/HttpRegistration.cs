using System.Net;

namespace JsmConnector.Platform.Http;

public static class HttpRegistration
{
    private const int LargestAnswer = 8 * 1024 * 1024;

    /// <summary>
    /// Every outgoing client, whatever its name: guarded connections, no redirects, no cookies, a limit on time and size. Nothing is retried here:
    /// the row that wanted the call is (docs/architecture.md, lanes).
    /// </summary>
    public static IServiceCollection AddOutboundHttp(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<OutboundOptions>().Bind(configuration.GetSection(OutboundOptions.Section));
        services.AddSingleton<OutboundGuard>();
        services.ConfigureHttpClientDefaults(client => client
            .ConfigureHttpClient(http =>
            {
                http.Timeout = TimeSpan.FromSeconds(15);
                http.MaxResponseContentBufferSize = LargestAnswer;
                http.DefaultRequestHeaders.UserAgent.ParseAdd("JsmConnector/0.1");
            })
            .ConfigurePrimaryHttpMessageHandler(Guarded));
        return services;
    }

    /// <summary>For a client whose own registration, elsewhere, chose another handler.</summary>
    public static IServiceCollection GuardClient(this IServiceCollection services, string name)
    {
        services.AddHttpClient(name).ConfigurePrimaryHttpMessageHandler(Guarded);
        return services;
    }

    private static SocketsHttpHandler Guarded(IServiceProvider provider) => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        AutomaticDecompression = DecompressionMethods.All,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        ConnectTimeout = TimeSpan.FromSeconds(5),
        MaxResponseHeadersLength = 64,
        ConnectCallback = provider.GetRequiredService<OutboundGuard>().ConnectAsync,
    };
}
