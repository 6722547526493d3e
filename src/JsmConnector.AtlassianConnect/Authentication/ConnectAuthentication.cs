using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace JsmConnector.AtlassianConnect.Authentication;

public static class ConnectAuthentication
{
    public const string ConnectScheme = "connect";
    public const string SessionScheme = "session";
    public const string ConnectPolicy = "connect token";
    public const string SessionPolicy = "session token";

    internal static IServiceCollection AddConnectAuthentication(this IServiceCollection services)
    {
        services.AddSingleton<TenantKeys>();
        services.AddSingleton<ClockSkew>();
        services.AddTransient<NoteDateOfAnswer>();
        services.AddHttpClient(Client.JiraClient.ClientName).AddHttpMessageHandler<NoteDateOfAnswer>();
        services.AddSingleton<RefusedCalls>();
        services.AddSingleton<RequestVerification>();
        services.AddSingleton<SessionTokens>();
        services.AddSingleton<ConnectTokenEvents>();
        services.AddSingleton<SessionTokenEvents>();
        // The default scheme only answers strangers: on a route that declares no token it accepts nobody.
        services.AddAuthentication(ConnectScheme)
            .AddJwtBearer(ConnectScheme, scheme => scheme.EventsType = typeof(ConnectTokenEvents))
            .AddJwtBearer(SessionScheme, scheme => scheme.EventsType = typeof(SessionTokenEvents));
        services.AddAuthorizationBuilder()
            .AddPolicy(ConnectPolicy, policy => policy.AddAuthenticationSchemes(ConnectScheme).RequireAuthenticatedUser())
            .AddPolicy(SessionPolicy, policy => policy.AddAuthenticationSchemes(SessionScheme).RequireAuthenticatedUser())
            .SetDefaultPolicy(Nobody())
            .SetFallbackPolicy(Nobody());
        return services;
    }

    // An address that leads nowhere stays a plain 404.
    private static AuthorizationPolicy Nobody() => new AuthorizationPolicyBuilder(ConnectScheme)
        .RequireAssertion(context => context.Resource is HttpContext http && http.GetEndpoint() is null)
        .Build();
}
