using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace JsmConnector.AtlassianConnect.Client;

public interface IJiraClients
{
    /// <param name="limits">Of the site; without them the client knows only what it hears itself.</param>
    JiraClient For(JiraCredentials credentials, IJiraLimits? limits = null) => For([credentials], limits);

    /// <param name="credentials">At least one, the best first: where Jira answers 401, the call is made again with the next.</param>
    /// <param name="refused">Told of each that Jira answered 401 to.</param>
    JiraClient For(IReadOnlyList<JiraCredentials> credentials, IJiraLimits? limits = null, Action<JiraCredentials>? refused = null);
}

internal sealed class JiraClients(IHttpClientFactory clients, IOptionsMonitor<AtlassianConnectOptions> options, TimeProvider clock) : IJiraClients
{
    public JiraClient For(IReadOnlyList<JiraCredentials> credentials, IJiraLimits? limits = null, Action<JiraCredentials>? refused = null) =>
        new(clients.CreateClient(JiraClient.ClientName), credentials, options.CurrentValue.AppKey, clock, limits, refused);
}

internal static class JiraClientsRegistration
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(20);
    private const long LargestAnswer = 10 * 1024 * 1024;

    public static IServiceCollection AddJiraClients(this IServiceCollection services)
    {
        services.AddTransient<JiraRequestSigner>();
        services.AddSingleton<IJiraClients, JiraClients>();
        services.AddHttpClient(JiraClient.ClientName, client =>
            {
                client.Timeout = Timeout;
                client.MaxResponseContentBufferSize = LargestAnswer;
            })
            .AddHttpMessageHandler<JiraRequestSigner>()
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });
        return services;
    }
}
