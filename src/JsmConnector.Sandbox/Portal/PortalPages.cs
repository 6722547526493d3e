using JsmConnector.Sandbox.ConnectHost;
using JsmConnector.Sandbox.Install;
using JsmConnector.Sandbox.Site;
using Microsoft.AspNetCore.Http.HttpResults;

namespace JsmConnector.Sandbox.Portal;

/// <summary>The customer's side: help center and portal with the app's header on top, also for visitors without an account.</summary>
public static class PortalPages
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/servicedesk/customer/portals", (HttpContext context, JiraSite site, InstalledApp app) => Show(context, site, app, "Help center", ""));
        routes.MapGet("/servicedesk/customer/portal/1", (HttpContext context, JiraSite site, InstalledApp app) => Show(context, site, app, "IT Operations", "1"));
        routes.MapGet("/servicedesk/customer/portal/1/create/22", (HttpContext context, JiraSite site, InstalledApp app) => Show(context, site, app, "Get IT help", "1"));
        routes.MapPost("/servicedesk/customer/portal/1/requests", async (HttpContext context, JiraSite site) =>
        {
            var form = await context.Request.ReadFormAsync();
            if (Visitor.Of(context, portal: true) is { } customer)
            {
                site.Create(customer, form["kind"] == "21" ? Catalogue.Incident : Catalogue.ServiceRequest, form["summary"].ToString(), form["description"].ToString(), Catalogue.Priorities[2], []);
            }
            return Results.Redirect("/servicedesk/customer/portal/1");
        }).DisableAntiforgery();
    }

    private static RazorComponentResult<PortalPage> Show(HttpContext context, JiraSite site, InstalledApp app, string title, string serviceDesk)
    {
        var visitor = Visitor.Of(context, portal: true);
        var header = app.Module("serviceDeskPortalHeaders");
        return new RazorComponentResult<PortalPage>(new
        {
            Title = title,
            Back = context.Request.Path.ToString(),
            app.AppUrl,
            HeaderUrl = header is null ? null : app.FrameUrl(header, new Dictionary<string, string> { ["servicedesk.serviceDeskId"] = serviceDesk }, visitor),
            KnownUrl = Url(app, "serviceDeskPortalSubHeaders", serviceDesk, visitor),
            FooterUrl = Url(app, "serviceDeskPortalFooters", serviceDesk, visitor),
            Visitor = visitor,
            Requests = site.Issues.Where(issue => issue.Reporter == visitor).ToList() as IReadOnlyList<Issue>,
        });
    }

    private static string? Url(InstalledApp app, string kind, string serviceDesk, Person? visitor) =>
        app.Module(kind) is { } module ? app.FrameUrl(module, new Dictionary<string, string> { ["servicedesk.serviceDeskId"] = serviceDesk }, visitor) : null;
}
