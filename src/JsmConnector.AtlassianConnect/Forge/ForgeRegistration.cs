using Microsoft.Extensions.DependencyInjection;

namespace JsmConnector.AtlassianConnect.Forge;

public static class ForgeRegistration
{
    public const string Scheme = "forge";
    public const string Policy = "forge token";

    private static readonly TimeSpan KeyTimeout = TimeSpan.FromSeconds(3);
    private const int LargestKeySet = 256 * 1024;

    /// <summary>The door for Forge Remote. The app adds <see cref="ForgeOptions"/> and an <see cref="IForgeInstallations"/>.</summary>
    internal static IServiceCollection AddForge(this IServiceCollection services)
    {
        services.AddOptions<ForgeOptions>();
        services.AddSingleton<ForgeKeys>();
        services.AddSingleton<ForgeVerification>();
        services.AddSingleton<ForgeTokenEvents>();
        services.AddAuthentication().AddJwtBearer(Scheme, scheme => scheme.EventsType = typeof(ForgeTokenEvents));
        services.AddAuthorizationBuilder().AddPolicy(Policy, policy => policy.AddAuthenticationSchemes(Scheme).RequireAuthenticatedUser());
        services.AddHttpClient(ForgeKeys.ClientName, client =>
            {
                client.Timeout = KeyTimeout;
                client.MaxResponseContentBufferSize = LargestKeySet;
            })
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false });
        return services;
    }
}
