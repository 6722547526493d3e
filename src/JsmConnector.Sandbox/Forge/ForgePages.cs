using System.Text.Json.Nodes;
using JsmConnector.Sandbox.ConnectHost;

namespace JsmConnector.Sandbox.Forge;

/// <summary>The frames of Forge screens, served from the folder that would be deployed, and the bridge by which they call the app.</summary>
public static class ForgePages
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/.well-known/jwks.json", (ForgeHost forge) => Results.Text(forge.KeySet().ToJsonString(), "application/json"));
        routes.MapGet("/forge/frame/{module}/{file}", FrameAsync);
        routes.MapPost("/forge/invoke", InvokeAsync).DisableAntiforgery();
    }

    private static async Task<IResult> FrameAsync(string module, string file, ForgeHost forge)
    {
        if (file == "bridge.js")
            return Results.Stream(typeof(ForgePages).Assembly.GetManifestResourceStream("bridge.js")!, "text/javascript; charset=utf-8");
        var path = Path.Combine(forge.Folder, "static", Path.GetFileName(file));
        if (!File.Exists(path))
            return Results.NotFound();
        var text = await File.ReadAllTextAsync(path);
        return Path.GetExtension(file) switch
        {
            ".html" => Results.Text(text.Replace("<script src=\"forge.js\"", $"<script src=\"bridge.js\" data-module=\"{System.Net.WebUtility.HtmlEncode(module)}\"></script>\n<script src=\"forge.js\"", StringComparison.Ordinal), "text/html"),
            ".css" => Results.Text(text, "text/css"),
            _ => Results.Text(text, "text/javascript"),
        };
    }

    /// <summary>What `invokeRemote` does: the call goes on with a token for the person and the module.</summary>
    private static async Task<IResult> InvokeAsync(HttpContext context, ForgeHost forge, IHttpClientFactory clients)
    {
        var call = (await JsonNode.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted))!;
        var module = Text(call["module"]);
        using var request = forge.Request(new HttpMethod(Text(call["method"])), Text(call["path"]), module, Visitor.Of(context, module.StartsWith("portal-", StringComparison.Ordinal)), call["body"]?.DeepClone());
        // The frame's own headers and none of the browser's: the call comes from Forge.
        if (call["headers"]?["accept-language"] is { } language)
            request.Headers.TryAddWithoutValidation("Accept-Language", Text(language));
        using var answer = await clients.CreateClient("app").SendAsync(request, context.RequestAborted);
        var told = await answer.Content.ReadAsStringAsync(context.RequestAborted);
        return Results.Text(told.Length == 0 ? "null" : told, "application/json", statusCode: (int)answer.StatusCode);
    }

    private static string Text(JsonNode? node) => node?.GetValue<string>() ?? "";
}
