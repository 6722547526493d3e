using JsmConnector.Platform.Database;
using JsmConnector.Platform.Html;
using JsmConnector.PortalAnnouncements;

namespace JsmConnector.PortalHeader;

public static class PortalHeaderRegistration
{
    public const string Path = "/portal/header";

    public const string KnownPath = "/portal/known";
    public const string FooterPath = "/portal/state";

    private static readonly TimeSpan RefreshEvery = TimeSpan.FromSeconds(30);

    public static IServiceCollection AddPortalHeader(this IServiceCollection services) => services.AddScoped<LoadPortalHeader>().AddSingleton<IPreviewOf<PortalAnnouncement>, PreviewOnPortal>();

    /// <summary>The frame on top of the service portal. Agents, customers and visitors without an account see the same public words.</summary>
    public static RouteHandlerBuilder MapPortalHeader(this IEndpointRouteBuilder routes) =>
        routes.MapGet(Path, ShowAsync).WithName("PortalHeader");

    /// <summary>Above the form of a request: what is known already, to be followed instead of reported.</summary>
    public static RouteHandlerBuilder MapKnownIncidents(this IEndpointRouteBuilder routes) => routes.MapGet(KnownPath, ShowKnownAsync).WithName("KnownIncidents");

    /// <summary>The line at the foot of the portal.</summary>
    public static RouteHandlerBuilder MapPortalFooter(this IEndpointRouteBuilder routes) => routes.MapGet(FooterPath, ShowFooterAsync).WithName("PortalFooter");

    private static async Task<IResult> ShowKnownAsync(string? serviceDesk, TenantScope tenant, LoadPortalHeader load, CancellationToken cancellationToken)
    {
        if (tenant.Current == InstallationId.None)
            return Results.Unauthorized();
        var (model, ancestors) = await load.LoadAsync(tenant.Current, serviceDesk, cancellationToken);
        return new FramedPage<KnownIncidentsContent, PortalHeaderModel>(Shell("What we know already", ancestors), model);
    }

    private static async Task<IResult> ShowFooterAsync(string? serviceDesk, TenantScope tenant, LoadPortalHeader load, CancellationToken cancellationToken)
    {
        if (tenant.Current == InstallationId.None)
            return Results.Unauthorized();
        var (model, ancestors) = await load.LoadAsync(tenant.Current, serviceDesk, cancellationToken);
        var footer = PortalFooterModel.Of(model, await load.StatusPageUrlAsync(tenant.Current, cancellationToken));
        return new FramedPage<PortalFooterContent, PortalFooterModel>(Shell("State of the services", ancestors), footer);
    }

    private static PageShell Shell(string title, FrameAncestors ancestors) => new() { Title = title, Kind = "portal-header", IsInReadersLanguage = true, Ancestors = ancestors, RefreshEvery = RefreshEvery };

    private static async Task<IResult> ShowAsync(string? serviceDesk, TenantScope tenant, LoadPortalHeader load, CancellationToken cancellationToken)
    {
        if (tenant.Current == InstallationId.None)
            return Results.Unauthorized();
        var (model, ancestors) = await load.LoadAsync(tenant.Current, serviceDesk, cancellationToken);
        return new FramedPage<PortalHeaderContent, PortalHeaderModel>(Shell("Service announcements", ancestors), model);
    }
}
