using JsmConnector.AtlassianConnect.Authentication;
using Microsoft.AspNetCore.Authorization;

namespace JsmConnector.Installations.ApiTokens;

/// <summary>The route takes API tokens besides what else it declares.</summary>
public sealed record ApiTokenRequirement;

public static class ApiTokenRegistration
{
    public const string Scheme = "api token";
    public const string Policy = "connect or api token";

    public static IServiceCollection AddApiTokens(this IServiceCollection services)
    {
        services.AddScoped<ManageApiTokens>();
        services.AddSingleton<ApiTokenEvents>();
        services.AddAuthentication().AddJwtBearer(Scheme, scheme => scheme.EventsType = typeof(ApiTokenEvents));
        services.AddAuthorizationBuilder().AddPolicy(Policy, policy => policy
            .AddAuthenticationSchemes(ConnectAuthentication.ConnectScheme, Scheme).RequireAuthenticatedUser());
        return services;
    }

    /// <summary>For `/api/v1`: a token of Jira for the page script, or one with the request's own hash, or an API token of the site.</summary>
    public static TBuilder RequireApiCaller<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder
    {
        builder.WithMetadata(new ConnectTokenRequirement(ConnectTokenKind.Context, false), new ApiTokenRequirement());
        return builder.RequireAuthorization(new AuthorizeAttribute(Policy));
    }
}
