using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using JsmConnector.Sandbox.ConnectHost;
using JsmConnector.Sandbox.Install;
using Microsoft.AspNetCore.Http.HttpResults;

namespace JsmConnector.Sandbox.Wiki;

/// <summary>The wiki as people see it: its pages as readers get them, a plain editor to change one by hand, and a button that lets the app write here.</summary>
public static class WikiPages
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/wiki", (HttpContext context, WikiSpace space, InstalledApp app) =>
            new RazorComponentResult<WikiIndex>(new { space.Pages, app.AppUrl, Visitor = Visitor.Of(context) }));
        routes.MapGet($"/wiki/spaces/{WikiSpace.Key}/pages/{{id}}", (HttpContext context, string id, WikiSpace space, InstalledApp app) => space.Find(id) is { } page
            ? new RazorComponentResult<WikiScreen>(new { Page = page, app.AppUrl, Visitor = Visitor.Of(context) })
            : Results.NotFound("There is no such page."));
        routes.MapPost("/wiki/pages/{id}", ChangeAsync).DisableAntiforgery();
        routes.MapPost("/wiki/connect", ConnectAsync).DisableAntiforgery();
    }

    private static async Task<IResult> ChangeAsync(HttpContext context, string id, WikiSpace space)
    {
        if (space.Find(id) is not { } page)
            return Results.NotFound("There is no such page.");
        var form = await context.Request.ReadFormAsync();
        return space.Change(page, form["title"].ToString(), form["storage"].ToString().ReplaceLineEndings("\n"), page.Version + 1, null, Visitor.Of(context)?.Name ?? "Somebody") is var (_, problem)
            ? Results.BadRequest(problem)
            : Results.Redirect($"/wiki{page.Path}");
    }

    /// <summary>What an administrator would enter in the app's settings.</summary>
    private static async Task<IResult> ConnectAsync(InstalledApp app, IHttpClientFactory clients, CancellationToken cancellationToken)
    {
        using var client = clients.CreateClient("app");
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("JWT", app.ContextToken(Site.Catalogue.Ada, null));
        using var held = await client.GetAsync(new Uri($"{app.AppUrl}/api/v1/settings"), cancellationToken);
        if (!held.IsSuccessStatusCode || await held.Content.ReadFromJsonAsync<JsonObject>(cancellationToken) is not { } settings)
            return Results.Problem($"The app answered {(int)held.StatusCode} when asked for its settings.");
        var publishing = Member(Member(settings, "postmortems"), "publishing");
        publishing["confluence"] = new JsonObject
        {
            ["account"] = WikiInterface.Account,
            ["token"] = WikiInterface.Token,
            ["spaces"] = new JsonArray(new JsonObject { ["space"] = WikiSpace.Key }),
        };
        using var request = new HttpRequestMessage(HttpMethod.Put, new Uri($"{app.AppUrl}/api/v1/settings")) { Content = JsonContent.Create(settings) };
        request.Headers.IfMatch.Add(held.Headers.ETag!);
        using var saved = await client.SendAsync(request, cancellationToken);
        return saved.IsSuccessStatusCode ? Results.Redirect("/wiki") : Results.Problem(await saved.Content.ReadAsStringAsync(cancellationToken));
    }

    private static JsonObject Member(JsonObject json, string name)
    {
        if (json[name] is not JsonObject member)
            json[name] = member = [];
        return member;
    }
}
