using JsmConnector.AtlassianConnect.Authentication;
using JsmConnector.Platform.Database;
using JsmConnector.Platform.Html;

namespace JsmConnector.Installations;

/// <summary>
/// After authorization: the request's scope sees the data of the caller's installation, and of no other. Portal customers and visitors without an
/// account go no further unless the route welcomes them: such a route shows public words only, and an architecture test holds its folder to that.
/// </summary>
public static class EnterTenant
{
    public static IApplicationBuilder UseTenant(this IApplicationBuilder app) => app.Use(async (context, next) =>
    {
        if (context.FindAtlassianPrincipal() is not { } caller)
        {
            await next(context);
            return;
        }
        context.RequestServices.GetRequiredService<TenantScope>().Enter(new InstallationId(caller.InstallationId));
        if (IsVisitor(caller) && !Welcomes(context.GetEndpoint()))
            await (await RefusalAsync(context)).ExecuteAsync(context);
        else
            await next(context);
    });

    private static bool IsVisitor(AtlassianPrincipal caller) => caller.Kind is AccountKind.Anonymous or AccountKind.Customer;

    /// <summary>A webhook names no account: it is signed for exactly this request, and speaks for the site.</summary>
    private static bool Welcomes(Endpoint? endpoint) =>
        endpoint?.Metadata.GetMetadata<VisitorsWelcome>() is not null || endpoint?.Metadata.GetMetadata<ConnectTokenRequirement>() is { Kind: ConnectTokenKind.Computed };

    private static async Task<IResult> RefusalAsync(HttpContext context)
    {
        const string why = "This is for people who work in Jira.";
        const string mend = "Sign in to Jira with an account that may see the ticket, or ask a Jira administrator.";
        context.RequestServices.GetRequiredService<RefusedCalls>().Tell(context, "visitor_not_allowed", "permission");
        if (context.Request.Path.StartsWithSegments("/api", StringComparison.Ordinal))
            return Results.Problem(title: why, detail: mend, statusCode: StatusCodes.Status403Forbidden);
        var site = await context.RequestServices.GetRequiredService<SiteOfCaller>().FindAsync(context.RequestAborted);
        return new Refusal(StatusCodes.Status403Forbidden, why, mend).Page(site?.Ancestors() ?? FrameAncestors.Nobody, null);
    }
}
