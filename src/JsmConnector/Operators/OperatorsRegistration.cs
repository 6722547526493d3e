using JsmConnector.Operators.SignIn;
using JsmConnector.Operators.Sites;
using JsmConnector.Platform.Database;
using Microsoft.AspNetCore.Authentication;

namespace JsmConnector.Operators;

/// <summary>The area of whoever runs the app: sites without screens inside Jira.</summary>
public static class OperatorsRegistration
{
    public const string Path = "/operator";

    public static IServiceCollection AddOperators(this IServiceCollection services)
    {
        services.AddAuthentication().AddScheme<AuthenticationSchemeOptions, OperatorAuthentication>(OperatorAuthentication.SchemeName, null);
        services.AddAuthorizationBuilder().AddPolicy(OperatorAuthentication.Policy, policy => policy.AddAuthenticationSchemes(OperatorAuthentication.SchemeName).RequireAuthenticatedUser());
        services.AddSingleton<SignInAttempts>();
        services.AddScoped<SignInOperator>();
        services.AddScoped<ListSites>();
        services.AddScoped<LoadSite>();
        services.AddScoped<DecideSite>();
        services.AddScoped<ShowSitePostmortem>();
        return services;
    }

    public static IEndpointRouteBuilder MapOperators(this IEndpointRouteBuilder routes)
    {
        var area = routes.MapGroup(Path).ExcludeFromDescription();
        SignInRoutes.Map(area);
        ShowSites.Map(area);
        SiteRoutes.Map(area.MapGroup("/sites/{installation}").AddEndpointFilter(EnterSiteAsync));
        return routes;
    }

    /// <summary>An operator may see every site, and a request sees exactly one.</summary>
    private static ValueTask<object?> EnterSiteAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        if (Guid.TryParse(context.HttpContext.GetRouteValue("installation") as string, out var id) && id != Guid.Empty)
            context.HttpContext.RequestServices.GetRequiredService<TenantScope>().Enter(new InstallationId(id));
        return next(context);
    }
}
