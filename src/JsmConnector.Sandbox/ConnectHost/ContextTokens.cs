using JsmConnector.Sandbox.Install;

namespace JsmConnector.Sandbox.ConnectHost;

/// <summary>What the host page asks on behalf of `AP.context.getToken` in a frame.</summary>
public static class ContextTokens
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/connect/token", (HttpContext context, InstalledApp app, string? issueId, string? issueKey, bool portal = false) =>
        {
            var variables = issueId is null ? null : new Dictionary<string, string> { ["issue.id"] = issueId, ["issue.key"] = issueKey ?? "" };
            return Results.Text(app.ContextToken(Visitor.Of(context, portal), variables));
        });
        routes.MapGet("/install-keys/{kid}", (string kid, InstalledApp app) => kid == InstalledApp.KeyId ? Results.Text(app.PublicKey) : Results.NotFound());
        foreach (var (path, file, type) in new[] { ("/connect/all.js", "all.js", "text/javascript"), ("/sandbox/host.js", "host.js", "text/javascript"), ("/sandbox/site.css", "site.css", "text/css") })
            routes.MapGet(path, () => Results.Stream(typeof(ContextTokens).Assembly.GetManifestResourceStream(file)!, $"{type}; charset=utf-8"));
    }
}
