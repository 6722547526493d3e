using JsmConnector.Platform.Database;
using JsmConnector.Platform.Html;
using JsmConnector.PortalAnnouncements;

namespace JsmConnector.PortalHeader;

public static class PortalHeaderRegistration
{
    public const string Path = "/portal/header";

    public const string KnownPath = "/portal/known";
    public const string FooterPath = "/portal/state";

    public static IServiceCollection AddPortalHeader(this IServiceCollection services) => services
        .AddScoped<LoadPortalHeader>().AddSingleton<PortalShelf>().AddSingleton<ShowPortal>().AddHostedService<FollowPortals>().AddSingleton<IPreviewOf<PortalAnnouncement>, PreviewOnPortal>();

    /// <summary>The frame on top of the service portal. Agents, customers and visitors without an account see the same public words.</summary>
    public static RouteHandlerBuilder MapPortalHeader(this IEndpointRouteBuilder routes) => Map(routes, Path, PortalPart.Header).WithName("PortalHeader");

    /// <summary>Above the form of a request: what is known already, to be followed instead of reported.</summary>
    public static RouteHandlerBuilder MapKnownIncidents(this IEndpointRouteBuilder routes) => Map(routes, KnownPath, PortalPart.Known).WithName("KnownIncidents");

    /// <summary>The line at the foot of the portal.</summary>
    public static RouteHandlerBuilder MapPortalFooter(this IEndpointRouteBuilder routes) => Map(routes, FooterPath, PortalPart.Footer).WithName("PortalFooter");

    private static RouteHandlerBuilder Map(IEndpointRouteBuilder routes, string path, PortalPart part) =>
        routes.MapGet(path, (string? serviceDesk, HttpContext context, TenantScope tenant, ShowPortal show) => show.ShowAsync(context, tenant.Current, serviceDesk, part));
}
