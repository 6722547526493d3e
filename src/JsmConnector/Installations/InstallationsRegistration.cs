using JsmConnector.AtlassianConnect.Authentication;

namespace JsmConnector.Installations;

public static class InstallationsRegistration
{
    public static IServiceCollection AddInstallations(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<InstallationDirectory>();
        services.AddSingleton<IInstallationSecrets, InstallationSecretsByClientKey>();
        services.AddScoped<StoreInstallation>();
        services.AddScoped<CurrentSettings>();
        services.AddScoped<SaveSettings>();
        services.AddSingleton<SiteCatalogs>();
        services.AddSingleton<ReadSiteCatalog>();
        return services;
    }

    public static IEndpointRouteBuilder MapInstallations(this IEndpointRouteBuilder routes)
    {
        return routes;
    }
}
