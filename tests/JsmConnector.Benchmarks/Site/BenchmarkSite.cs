using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
#pragma warning disable IDE0005 // Implicit in the web project; needed where this file is linked.
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using System.Net.Http.Json;
#pragma warning restore IDE0005

namespace JsmConnector.Benchmarks.Site;

/// <summary>The least of a Jira site: it serves install keys, installs the app, signs webhooks and grants every permission.</summary>
internal sealed class BenchmarkSite : IAsyncDisposable
{
    private readonly RSA _key = RSA.Create(2048);
    private readonly WebApplication _server;
    private readonly HttpClient _client = new();

    private BenchmarkSite(WebApplication server) => _server = server;

    public string ClientKey { get; } = $"benchmark-{Guid.NewGuid():N}";
    public string Secret { get; } = Convert.ToHexString(RandomNumberGenerator.GetBytes(32));
    public string Address => _server.Urls.First();

    /// <summary>Whether searches find fifty tickets that the app was never told of. Only for what measures them: elsewhere the app would make up for them.</summary>
    public bool IsSearched { get; set; }

    /// <summary>The site's own clock; an app whose time runs faster needs a site that lives with it.</summary>
    public TimeProvider Clock { get; set; } = TimeProvider.System;

    public static async Task<BenchmarkSite> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var server = builder.Build();
        var site = new BenchmarkSite(server);
        server.MapGet("/install-keys/{kid}", () => site._key.ExportSubjectPublicKeyInfoPem());
        server.MapPost("/rest/api/3/permissions/check", (JsonObject asked) => new { globalPermissions = new[] { "ADMINISTER" }, projectPermissions = Granted(asked) });
        server.MapGet("/rest/api/3/search/jql", (int maxResults) => site.IsSearched
            ? Results.Json(new { issues = Enumerable.Range(70_000, Math.Min(maxResults, 50)).Select(number => JsonNode.Parse(Bodies.Incident(number, "new", DateTimeOffset.UtcNow, "Email"))!["issue"]), isLast = true })
            : Results.NotFound());
        await server.StartAsync();
        return site;
    }

    /// <param name="address">Where the site's interface is, when another server plays it.</param>
    public async Task InstallAsync(string app, string? address = null)
    {
        var body = new { key = "io.jsmconnector.app", clientKey = ClientKey, sharedSecret = Secret, baseUrl = address ?? Address, productType = "jira", eventType = "installed" };
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{app}/connect/installed") { Content = JsonContent.Create(body) };
        request.Headers.TryAddWithoutValidation("Authorization", $"JWT {SignedTokens.ForInstall(ClientKey, app, "benchmark-key", _key, "/connect/installed", Clock.GetUtcNow())}");
        using var response = await _client.SendAsync(request);
        if (response.StatusCode != HttpStatusCode.NoContent)
            throw new InvalidOperationException($"The app refused the installation: {(int)response.StatusCode} {await response.Content.ReadAsStringAsync()}");
    }

    public string WebhookToken() => SignedTokens.ForSite(ClientKey, Secret, "POST", "/connect/webhooks", TimeSpan.FromHours(1), Clock.GetUtcNow());

    /// <param name="identifier">The same for a delivery and its repetitions.</param>
    public async Task SendAsync(string app, string body, string? identifier = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{app}/connect/webhooks") { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.TryAddWithoutValidation("Authorization", $"JWT {WebhookToken()}");
        request.Headers.Add("X-Atlassian-Webhook-Identifier", identifier ?? Guid.NewGuid().ToString());
        using var response = await _client.SendAsync(request);
        response.EnsureSuccessStatusCode();
    }

    /// <summary>As an administrator of the site does it on the first day: version 0 is the default that nobody saved.</summary>
    public async Task SaveSettingsAsync(string app, object settings)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, $"{app}/api/v1/settings") { Content = JsonContent.Create(settings) };
        request.Headers.TryAddWithoutValidation("Authorization", $"JWT {SignedTokens.ForUser(ClientKey, Secret, "administrator", TimeSpan.FromMinutes(15), Clock.GetUtcNow())}");
        request.Headers.TryAddWithoutValidation("If-Match", "\"0\"");
        using var response = await _client.SendAsync(request);
        if (!response.IsSuccessStatusCode)
            throw new InvalidOperationException($"The settings were refused: {(int)response.StatusCode} {await response.Content.ReadAsStringAsync()}");
    }

    /// <summary>As a person of the site who may do everything.</summary>
    public async Task<JsonNode?> CallAsync(string app, HttpMethod method, string path, object? body = null) =>
        await SendAsync(app, method, path, body) is { Length: > 0 } text ? JsonNode.Parse(text) : null;

    public Task<string> ReadAsync(string app, string path) => SendAsync(app, HttpMethod.Get, path, null);

    private async Task<string> SendAsync(string app, HttpMethod method, string path, object? body)
    {
        using var request = new HttpRequestMessage(method, $"{app}{path}") { Content = body is null ? null : JsonContent.Create(body) };
        request.Headers.TryAddWithoutValidation("Authorization", $"JWT {SignedTokens.ForUser(ClientKey, Secret, "administrator", TimeSpan.FromMinutes(15), Clock.GetUtcNow())}");
        using var response = await _client.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        if (!response.IsSuccessStatusCode)
            throw new HttpRequestException($"{method} {path}: {(int)response.StatusCode} {text}", null, response.StatusCode);
        return text;
    }

    private static JsonArray Granted(JsonObject asked) => [.. (asked["projectPermissions"] as JsonArray ?? []).SelectMany(question =>
        question!["permissions"]!.AsArray().Select(permission => (JsonNode)new JsonObject
        {
            ["permission"] = permission!.GetValue<string>(),
            ["issues"] = question["issues"]?.DeepClone(),
            ["projects"] = question["projects"]?.DeepClone(),
        }))];

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _client.Dispose();
        _key.Dispose();
    }
}
