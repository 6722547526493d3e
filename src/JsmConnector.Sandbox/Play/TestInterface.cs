using JsmConnector.Sandbox.Install;
using JsmConnector.Sandbox.Site;
using JsmConnector.Sandbox.Webhooks;

namespace JsmConnector.Sandbox.Play;

/// <summary>For tests: the same acts as the screens, as JSON.</summary>
public static class TestInterface
{
    public sealed record NewIssue(string Summary, string Priority, string[] Services);

    public sealed record Move(string Status, string? Resolution);

    public sealed record NewComment(string Body, bool IsPublic);

    public sealed record Switches(bool SendTwice, bool OutOfOrder, bool IsDown);

    public static void Map(WebApplication routes)
    {
        var api = routes.MapGroup("/sandbox/api");
        api.MapGet("/addresses", (InstalledApp app) => new { site = app.SiteUrl, app = app.AppUrl });
        api.MapPost("/issues", (NewIssue wanted, JiraSite site) =>
        {
            var issue = site.Create(Catalogue.Ada, Catalogue.Incident, wanted.Summary, "", Catalogue.Priorities.First(p => p.Name == wanted.Priority), Catalogue.Services.Where(s => wanted.Services.Contains(s.Name)));
            return new { issue.Id, issue.Key };
        });
        api.MapPost("/issues/{key}/transition", (string key, Move move, JiraSite site) =>
            site.Transition(site.Find(key)!, Catalogue.Ada, Catalogue.Statuses.First(s => s.Name == move.Status), Catalogue.Resolutions.FirstOrDefault(r => r.Name == move.Resolution)));
        api.MapPost("/issues/{key}/comments", (string key, NewComment comment, JiraSite site) => { site.AddComment(site.Find(key)!, Catalogue.Ada, comment.Body, comment.IsPublic); });
        api.MapGet("/issues/{key}/properties", (string key, JiraSite site) => site.Find(key)!.Properties);
        api.MapGet("/issues/{key}/links", (string key, JiraSite site) => site.Find(key)!.Links.Values);
        api.MapPost("/switches", (Switches switches, WebhookSender sender, JiraSite site) => { (sender.SendTwice, sender.OutOfOrder, site.IsDown) = (switches.SendTwice, switches.OutOfOrder, switches.IsDown); });
        api.MapGet("/webhooks", (WebhookSender sender) => sender.Log.Select(sent => new { sent.Identifier, sent.Webhook.Event, sent.Webhook.IssueKey, sent.Answers }));
        api.MapPost("/play", (ScriptedIncident play, int? seconds) => play.Start(TimeSpan.FromSeconds(Math.Clamp(seconds ?? 60, 1, 600))) ? Results.Ok() : Results.Conflict());
        api.MapGet("/play", (ScriptedIncident play) => new { play.IsRunning, play.Done, play.Total, play.Step, play.IssueKey });
    }
}
