using JsmConnector.AtlassianConnect.SignedWebhooks;
using JsmConnector.Platform.Secrets;

namespace JsmConnector.Installations.AdminWebhooks;

public static class AdminWebhooksRegistration
{
    public static IServiceCollection AddAdminWebhooks(this IServiceCollection services)
    {
        services.AddSingleton<FindWebhookSecrets>();
        services.AddSingleton<IWebhookSecrets>(provider => provider.GetRequiredService<FindWebhookSecrets>());
        services.AddSingleton<AtlassianGateway>();
        services.AddSingleton<FindCloudId>();
        services.AddScoped<TokenCredentials>();
        services.AddScoped<ISiteCredentials>(provider => provider.GetRequiredService<TokenCredentials>());
        services.AddScoped<AddSite>();
        services.AddScoped<ChangeSite>();
        services.AddScoped<SaveSiteToken>();
        services.AddScoped<TestConnection>();
        services.AddSingleton<ISealedValues, SealedAdminWebhooks>();
        return services;
    }
}
