using JsmConnector.AtlassianConnect;
using JsmConnector.AtlassianConnect.Authentication;
using JsmConnector.AtlassianConnect.Client;
using JsmConnector.AtlassianConnect.Forge;
using JsmConnector.AtlassianConnect.Lifecycle;
using JsmConnector.Installations.AdminWebhooks;
using JsmConnector.Installations.ApiTokens;
using JsmConnector.Installations.Forge;
using JsmConnector.Installations.Retention;
using JsmConnector.Installations.Settings;
using JsmConnector.Platform;
using JsmConnector.Platform.Http;
using Microsoft.Extensions.Options;

namespace JsmConnector.Installations;

public static class InstallationsRegistration
{
    public static IEnumerable<string> Problems(IConfiguration configuration) =>
        (configuration.GetSection(ForgeOptions.Section).Get<ForgeOptions>() ?? new ForgeOptions())
            .Problems(configuration.GetSection(OutboundOptions.Section).Get<OutboundOptions>()?.AllowLoopback == true);

    public static IServiceCollection AddInstallations(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<AtlassianConnectOptions>()
            .Bind(configuration.GetSection(AtlassianConnectOptions.Section))
            .Configure<IOptions<AppOptions>, IOptions<OutboundOptions>>((connect, app, outbound) =>
            {
                connect.BaseUrls.Insert(0, app.Value.BaseUrl.TrimEnd('/'));
                connect.AllowLoopback = outbound.Value.AllowLoopback;
            })
            .ValidateDataAnnotations();
        services.AddOptions<ForgeOptions>().Bind(configuration.GetSection(ForgeOptions.Section));
        services.AddSingleton(provider =>
        {
            var app = provider.GetRequiredService<IOptions<AppOptions>>().Value;
            return new SessionTokenKeys([.. new[] { app.EncryptionKey }.Concat(app.PreviousEncryptionKeys).Select(Convert.FromBase64String)]);
        });
        services.AddAtlassianConnect();
        services.GuardClient(JiraClient.ClientName).GuardClient(InstallKeys.ClientName).GuardClient(ForgeKeys.ClientName);
        services.AddSingleton(ServeDescriptor.Load);
        services.AddSingleton<SealedFields>();
        services.AddScoped<SealedDocuments>();
        services.AddSingleton<InstallationDirectory>();
        services.AddSingleton<IInstallationSecrets, InstallationSecretsByClientKey>();
        services.AddSingleton<IUsedTokens, UsedTokens>();
        services.AddApiTokens();
        services.AddRetention();
        services.AddScoped<ConnectCredentials>();
        services.AddScoped<ISiteCredentials>(provider => provider.GetRequiredService<ConnectCredentials>());
        services.AddSingleton<DoubtedCredentials>();
        services.AddSingleton<JiraSites>();
        services.AddSingleton<SitePermissions>();
        services.AddSingleton<PersonNames>();
        services.AddSingleton<SiteCatalogs>();
        services.AddSingleton<ReadSiteCatalog>();
        services.AddHostedService<Welcome>();
        services.AddScoped<StoreInstallation>();
        services.AddScoped<PresumeGone>();
        services.AddScoped<SupersedeSites>();
        services.AddScoped<SiteOfCaller>();
        services.AddScoped<CurrentSettings>();
        services.AddSingleton<RulesInForce>();
        services.AddScoped<SaveSettings>();
        services.AddScoped<SettingsHistory>();
        services.AddSingleton<FindEventSource>();
        services.AddAdminWebhooks();
        services.AddForgeDoor();
        return services;
    }

    public static IEndpointRouteBuilder MapInstallations(this IEndpointRouteBuilder routes)
    {
        Welcome.Map(routes);
        ServeDescriptor.Map(routes);
        HandleLifecycle.Map(routes);
        return routes;
    }
}
