using JsmConnector.AtlassianConnect.Authentication;
using JsmConnector.AtlassianConnect.Client;
using JsmConnector.AtlassianConnect.Forge;
using JsmConnector.AtlassianConnect.Lifecycle;
using JsmConnector.AtlassianConnect.SignedWebhooks;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace JsmConnector.AtlassianConnect;

public static class AtlassianConnectRegistration
{
    /// <summary>
    /// Everything of the protocol. The app adds <see cref="AtlassianConnectOptions"/>, an <see cref="IInstallationSecrets"/>, an <see cref="IUsedTokens"/>,
    /// <see cref="SessionTokenKeys"/>, and may replace the primary handlers of the named clients.
    /// </summary>
    public static IServiceCollection AddAtlassianConnect(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddOptions<AtlassianConnectOptions>();
        return services.AddConnectAuthentication().AddSignedWebhooks().AddConnectLifecycle().AddForge().AddJiraClients();
    }
}
