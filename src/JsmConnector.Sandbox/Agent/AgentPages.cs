using System.Text.Json.Nodes;
using JsmConnector.Sandbox.ConnectHost;
using JsmConnector.Sandbox.Install;
using JsmConnector.Sandbox.Play;
using JsmConnector.Sandbox.Site;
using Microsoft.AspNetCore.Http.HttpResults;

namespace JsmConnector.Sandbox.Agent;

/// <summary>The agent's side of the site: queue, issue view, and the pages that apps add.</summary>
public static class AgentPages
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/", () => Results.Redirect("/jira/queues"));
        routes.MapGet("/jira/queues", (HttpContext context, JiraSite site, InstalledApp app, ScriptedIncident play) =>
            new RazorComponentResult<QueuePage>(new { site.Issues, app.AppUrl, Play = play, Visitor = Visitor.Of(context) }));
        routes.MapGet("/browse/{key}", Browse);
        routes.MapGet("/jira/admin", (HttpContext context, InstalledApp app) => Page(context, app, app.Module("adminPages")));
        routes.MapGet("/plugins/servlet/ac/{appKey}/{module}", (HttpContext context, string module, InstalledApp app) =>
            Page(context, app, app.Module("generalPages", module) ?? app.Module("adminPages", module)));
        routes.MapGet("/jira/apps/{appId}/{environment}", (HttpContext context, InstalledApp app) => Page(context, app, app.Module("generalPages", "postmortem")));
        routes.MapPost("/issues", CreateAsync).DisableAntiforgery();
        routes.MapPost("/issues/{id}/{act}", ActAsync).DisableAntiforgery();
        routes.MapPost("/play", (ScriptedIncident play) =>
        {
            play.Start(TimeSpan.FromSeconds(60));
            return Results.Redirect("/jira/queues");
        }).DisableAntiforgery();
    }

    private static IResult Browse(HttpContext context, string key, JiraSite site, InstalledApp app)
    {
        if (site.Find(key) is not { } issue)
            return Results.NotFound("There is no such issue (any more).");
        var line = app.Module("jiraIssueContexts");
        var panel = line is not null && app.Shows(line, issue) ? line : app.Module("webPanels");
        var visitor = Visitor.Of(context);
        var variables = new Dictionary<string, string> { ["issue.id"] = issue.Id, ["issue.key"] = issue.Key, ["project.id"] = "10000", ["project.key"] = issue.ProjectKey };
        return new RazorComponentResult<IssuePage>(new
        {
            Issue = issue,
            app.AppUrl,
            PanelUrl = panel is null ? null : app.FrameUrl(panel, variables, visitor),
            Lozenge = panel == line ? app.LozengeOf(line, issue) : null,
            PanelName = panel?["name"]!["value"]!.GetValue<string>(),
            Visitor = visitor,
        });
    }

    private static IResult Page(HttpContext context, InstalledApp app, JsonNode? module)
    {
        if (module is null)
            return Results.NotFound("The app has no such page.");
        var variables = context.Request.Query.ToDictionary(pair => pair.Key, pair => pair.Value.ToString());
        var visitor = Visitor.Of(context);
        return new RazorComponentResult<AppPage>(new
        {
            Name = module["name"]!["value"]!.GetValue<string>(),
            Url = app.FrameUrl(module, variables, visitor),
            Back = context.Request.Path + context.Request.QueryString.ToString(),
            app.AppUrl,
            Visitor = visitor,
        });
    }

    private static async Task<IResult> CreateAsync(HttpContext context, JiraSite site)
    {
        var form = await context.Request.ReadFormAsync();
        var issue = site.Create(Visitor.Of(context) ?? Catalogue.Ada, Catalogue.Incident, form["summary"].ToString(), "",
            Catalogue.Priorities.First(p => p.Id == form["priority"]), Services(form));
        return Results.Redirect($"/browse/{issue.Key}");
    }

    private static async Task<IResult> ActAsync(HttpContext context, string id, string act, JiraSite site)
    {
        var form = await context.Request.ReadFormAsync();
        var actor = Visitor.Of(context) ?? Catalogue.Ada;
        if (site.Find(id) is not { } issue)
            return Results.NotFound();
        switch (act)
        {
            case "edit":
                site.Edit(issue, actor, i =>
                {
                    i.Summary = form["summary"].ToString();
                    i.Description = form["description"].ToString();
                    i.Type = Catalogue.IssueTypes.First(t => t.Id == form["type"]);
                    i.Priority = Catalogue.Priorities.First(p => p.Id == form["priority"]);
                    i.ProjectKey = form["project"].ToString();
                    i.IsSecret = form["secret"] == "yes";
                    i.Services = [.. Services(form)];
                });
                break;
            case "transition":
                site.Transition(issue, actor, Catalogue.Statuses.First(s => s.Id == form["status"]), Catalogue.Resolutions.FirstOrDefault(r => r.Id == form["resolution"]));
                break;
            case "comment":
                site.AddComment(issue, actor, form["body"].ToString(), form["public"] == "yes");
                break;
            case "delete":
                site.Delete(issue, actor);
                return Results.Redirect("/jira/queues");
            default:
                return Results.NotFound();
        }
        return Results.Redirect($"/browse/{issue.Key}");
    }

    private static IEnumerable<Named> Services(IFormCollection form) => Catalogue.Services.Where(service => form["service"].Contains(service.Id));
}
