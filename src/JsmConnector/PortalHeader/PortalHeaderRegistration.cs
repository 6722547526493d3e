using JsmConnector.Platform.Database;
using JsmConnector.Platform.Html;
using JsmConnector.PortalAnnouncements;

namespace JsmConnector.PortalHeader;

public static class PortalHeaderRegistration
{
    public const string Path = "/portal/header";

    private static readonly TimeSpan RefreshEvery = TimeSpan.FromSeconds(30);

    public static IServiceCollection AddPortalHeader(this IServiceCollection services) => services.AddScoped<LoadPortalHeader>().AddSingleton<IPreviewOf<PortalAnnouncement>, PreviewOnPortal>();

    /// <summary>The frame on top of the service portal. Agents, customers and visitors without an account see the same public words.</summary>
    public static RouteHandlerBuilder MapPortalHeader(this IEndpointRouteBuilder routes) =>
        routes.MapGet(Path, ShowAsync).WithName("PortalHeader");

    private static async Task<IResult> ShowAsync(TenantScope tenant, LoadPortalHeader load, CancellationToken cancellationToken)
    {
        if (tenant.Current == InstallationId.None)
            return Results.Unauthorized();
        var (model, ancestors) = await load.LoadAsync(tenant.Current, cancellationToken);
        var shell = new PageShell { Title = "Service announcements", Kind = "portal-header", Ancestors = ancestors, RefreshEvery = RefreshEvery };
        return new FramedPage<PortalHeaderContent, PortalHeaderModel>(shell, model);
    }
}
