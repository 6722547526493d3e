using JsmConnector.AtlassianConnect.Authentication;
using JsmConnector.Deliveries;
using JsmConnector.Installations;
using JsmConnector.Platform.Html;

namespace JsmConnector.Administration;

public static class AdministrationRegistration
{
    public const string Path = "/admin";
    public const string SessionPurpose = "administration";

    private const string Kind = "administration";

    /// <summary>Well within the life of the session token in the forms, which is renewed on the way.</summary>
    private static readonly TimeSpan RefreshEvery = TimeSpan.FromMinutes(1);

    public static IServiceCollection AddAdministration(this IServiceCollection services) =>
        services.AddScoped<LoadOverview>().AddScoped<ReplayOrSkip>();

    /// <summary>For Jira administrators: the overview, and its two buttons. Jira is asked at every request, also behind our own session token.</summary>
    public static IEndpointRouteBuilder MapAdministration(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(Path, ShowAsync).RequireConnectToken(ConnectTokenKind.Context).WithName("Administration");
        routes.MapPost(Path, DecideAsync).RequireSession(SessionPurpose);
        return routes;
    }

    private static Task<IResult> ShowAsync(
        HttpContext context, SiteOfCaller sites, SitePermissions permissions, LoadOverview load, CancellationToken cancellationToken) =>
        PageAsync(context, sites, permissions, load, () => Task.FromResult<Done?>(null), cancellationToken);

    private static Task<IResult> DecideAsync(
        HttpContext context, SiteOfCaller sites, SitePermissions permissions, LoadOverview load, ReplayOrSkip decide, CancellationToken cancellationToken) =>
        PageAsync(context, sites, permissions, load, async () =>
        {
            var form = await context.Request.ReadFormAsync(cancellationToken);
            return Guid.TryParse(form["delivery"], out var id)
                ? await decide.DecideAsync(new DeliveryId(id), form["decision"].ToString(), cancellationToken)
                : null;
        }, cancellationToken);

    private static async Task<IResult> PageAsync(
        HttpContext context, SiteOfCaller sites, SitePermissions permissions, LoadOverview load, Func<Task<Done?>> act, CancellationToken cancellationToken)
    {
        if (await sites.FindAsync(cancellationToken) is not { } site)
            return Results.Unauthorized();
        var caller = context.GetAtlassianPrincipal();
        switch (await permissions.AskAsync(caller, SitePermissions.Administer, null, cancellationToken))
        {
            case PermissionAnswer.Denied:
                return new Refusal(StatusCodes.Status403Forbidden, "This page is for Jira administrators.", "Ask one of them for help: they see here what the app does and what needs a decision.")
                    .Page(site.Ancestors(), Kind);
            case PermissionAnswer.NotKnown(var why):
                return new Refusal(StatusCodes.Status503ServiceUnavailable, why, "Wait a minute and open the page again.").Page(site.Ancestors(), Kind);
        }
        var done = await act();
        var model = await load.LoadAsync(site, caller, context.Request.PathBase + Path, done, cancellationToken);
        return new FramedPage<OverviewContent, OverviewModel>(
            new PageShell { Title = "JsmConnector", Kind = Kind, Ancestors = site.Ancestors(), RefreshEvery = RefreshEvery }, model);
    }
}
