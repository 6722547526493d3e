using JsmConnector.Sandbox.Install;
using JsmConnector.Sandbox.Site;
using Microsoft.AspNetCore.Http.HttpResults;

namespace JsmConnector.Sandbox.Webhooks;

public static class WebhookPages
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/webhooks", (WebhookSender sender, JiraSite site, InstalledApp app) => new RazorComponentResult<WebhooksPage>(new { Sender = sender, Site = site, app.AppUrl }));
        routes.MapPost("/webhooks/{identifier}/again", (string identifier, WebhookSender sender) => sender.SendAgain(identifier) ? Results.Redirect("/webhooks") : Results.NotFound()).DisableAntiforgery();
        routes.MapPost("/webhooks/switches", async (HttpContext context, WebhookSender sender, JiraSite site) =>
        {
            var form = await context.Request.ReadFormAsync();
            (sender.SendTwice, sender.OutOfOrder, site.IsDown) = (form["twice"] == "yes", form["shuffle"] == "yes", form["down"] == "yes");
            return Results.Redirect("/webhooks");
        }).DisableAntiforgery();
    }
}
