using JsmConnector.AtlassianConnect.Authentication;
using JsmConnector.Platform.Database;

namespace JsmConnector.Installations;

/// <summary>After authorization: the request's scope sees the data of the caller's installation, and of no other.</summary>
public static class EnterTenant
{
    public static IApplicationBuilder UseTenant(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        if (context.FindAtlassianPrincipal() is { } caller)
            context.RequestServices.GetRequiredService<TenantScope>().Enter(new InstallationId(caller.InstallationId));
        return next(context);
    });
}
