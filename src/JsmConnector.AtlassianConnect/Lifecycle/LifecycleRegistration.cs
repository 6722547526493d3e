using Microsoft.Extensions.DependencyInjection;

namespace JsmConnector.AtlassianConnect.Lifecycle;

internal static class LifecycleRegistration
{
    private static readonly TimeSpan KeyTimeout = TimeSpan.FromSeconds(3);
    private const int LargestKey = 16 * 1024;

    public static IServiceCollection AddConnectLifecycle(this IServiceCollection services)
    {
        services.AddSingleton<LifecycleCalls>();
        services.AddSingleton<InstallKeys>();
        services.AddHttpClient(InstallKeys.ClientName, client =>
            {
                client.Timeout = KeyTimeout;
                client.MaxResponseContentBufferSize = LargestKey;
            })
            // CVE-2023-28155 was a redirect that was followed.
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });
        return services;
    }
}
