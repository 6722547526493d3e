using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using JsmConnector.Sandbox.AppProcess;
using JsmConnector.Sandbox.Install;
using JsmConnector.Sandbox.Site;
using JsmConnector.Sandbox.Webhooks;

namespace JsmConnector.Sandbox.Forge;

/// <summary>
/// The third way in (`--Door=forge`): Atlassian's side of Forge. It deploys the folder that the app's own command writes, calls with invocation tokens
/// that it signs, tells product events as triggers, and answers the app's calls through the gateway with the system token it gave out.
/// </summary>
public sealed class ForgeHost(IHttpClientFactory clients, TimeProvider clock)
{
    public const string Name = "forge";

    private const string AppId = "ari:cloud:ecosystem::app/5e6f7d3c-2f5b-4a0e-9a55-5a9d0b0f5a11";
    private const string KeyId = "sandbox-forge-key";
    private readonly RSA _key = RSA.Create(2048);
    private readonly string _systemToken = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24));
    private InstalledApp? _app;
    private string _gateway = "", _cloud = "";

    public bool IsOpen => _app is not null;

    /// <summary>Where the deployed folder is; its static part holds the frame of every screen.</summary>
    public string Folder { get; private set; } = "";

    /// <summary>What a self-hoster sets for a custom Forge app, and a database of its own: one address cannot be two installations.</summary>
    public static Dictionary<string, string> Settings(string siteUrl, string folder) => new()
    {
        ["Atlassian__ForgeAppId"] = AppId,
        ["Atlassian__ForgeEnvironment"] = "DEVELOPMENT",
        ["Atlassian__ForgeJwksUrl"] = $"{siteUrl}/.well-known/jwks.json",
        ["Atlassian__ApiUrl"] = siteUrl,
        ["App__DataFolder"] = Path.Combine(folder, "forge"),
    };

    /// <exception cref="InvalidOperationException">The app refused the folder or the call; its words are in the message.</exception>
    public async Task OpenAsync(string siteUrl, string folder, InstalledApp app, CancellationToken cancellationToken)
    {
        (_gateway, _cloud, Folder) = (siteUrl, new Guid(SHA256.HashData(Encoding.UTF8.GetBytes(app.ClientKey)).AsSpan(0, 16)).ToString("D"), Path.Combine(folder, "forge-app"));
        // Forge itself calls https addresses only, so the command refuses ours; only the static part of the folder is used here.
        var settings = Settings(siteUrl, folder);
        settings["App__BaseUrl"] = "https://sandbox.example";
        var written = await RunApp.CommandAsync(siteUrl, app.AppUrl, ["forge-app", Folder], null, cancellationToken, settings);
        if (written.Code != 0)
            throw new InvalidOperationException($"The app's command line did not write the Forge app: {written.Said}");
        await app.ReadDescriptorAsync(cancellationToken);
        _app = app;
        using var answer = await ComeAgain.SendAsync(async () =>
        {
            using var request = Request(HttpMethod.Post, "/forge/lifecycle", "ep-lifecycle", null, new JsonObject { ["eventType"] = "avi:forge:installed:app" });
            return await clients.CreateClient("app").SendAsync(request, cancellationToken);
        }, cancellationToken);
        if (!answer.IsSuccessStatusCode)
            throw new InvalidOperationException($"The app answered {(int)answer.StatusCode} to the Forge lifecycle call: {await answer.Content.ReadAsStringAsync(cancellationToken)}");
        app.Installed.TrySetResult();
    }

    public bool Accepts(string authorization) => IsOpen && authorization == $"Bearer {_systemToken}";

    public string FrameUrl(string module, IReadOnlyDictionary<string, string> variables)
    {
        var query = string.Join('&', variables.Select(pair => $"{Uri.EscapeDataString(pair.Key)}={Uri.EscapeDataString(pair.Value)}"));
        return $"/forge/frame/{module}/index.html?{query}";
    }

    /// <summary>A webhook told as a product trigger.</summary>
    public HttpRequestMessage Trigger(OutgoingWebhook webhook) => Request(HttpMethod.Post, "/forge/events", "ep-events", null, Triggers.Of(webhook));

    /// <param name="visitor">Whose screen calls; null for events and for visitors without an account.</param>
    public HttpRequestMessage Request(HttpMethod method, string path, string module, Person? visitor, JsonNode? body)
    {
        var request = new HttpRequestMessage(method, _app!.AppUrl + path);
        if (body is not null && method != HttpMethod.Get)
            request.Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        request.Headers.Accept.ParseAdd("application/json");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", ConnectJwt.Sign(Claims(module, visitor), _key, KeyId));
        request.Headers.Add("x-forge-oauth-system", _systemToken);
        return request;
    }

    public JsonObject KeySet()
    {
        var key = _key.ExportParameters(includePrivateParameters: false);
        return new JsonObject
        {
            ["keys"] = new JsonArray(new JsonObject { ["kty"] = "RSA", ["kid"] = KeyId, ["use"] = "sig", ["alg"] = "RS256", ["n"] = Part(key.Modulus!), ["e"] = Part(key.Exponent!) }),
        };
    }

    private JsonObject Claims(string module, Person? visitor)
    {
        var now = clock.GetUtcNow().ToUnixTimeSeconds();
        var isScreen = !module.StartsWith("ep-", StringComparison.Ordinal);
        var type = isScreen ? "jira:screen" : "core:endpoint";
        var installation = $"ari:cloud:ecosystem::installation/{_cloud}";
        return new JsonObject
        {
            ["iss"] = "forge/invocation-token",
            ["aud"] = AppId,
            ["iat"] = now,
            ["nbf"] = now,
            ["exp"] = now + 25,
            ["jti"] = Guid.NewGuid().ToString("N"),
            ["principal"] = isScreen ? visitor?.AccountId ?? "unidentified" : null,
            ["app"] = new JsonObject
            {
                ["id"] = AppId,
                ["appVersion"] = "1.0.0",
                ["installationId"] = installation,
                ["apiBaseUrl"] = $"{_gateway}/ex/jira/{_cloud}",
                ["environment"] = new JsonObject { ["type"] = "DEVELOPMENT", ["id"] = "ari:cloud:ecosystem::environment/5e6f7d3c-2f5b-4a0e-9a55-5a9d0b0f5a11/00000000-0000-4000-8000-000000000001" },
                ["module"] = new JsonObject { ["type"] = type, ["key"] = module },
                ["installation"] = new JsonObject { ["id"] = installation, ["contexts"] = new JsonArray(new JsonObject { ["name"] = "jira", ["apiBaseUrl"] = $"{_gateway}/ex/jira/{_cloud}" }) },
            },
            ["context"] = new JsonObject { ["cloudId"] = _cloud, ["moduleKey"] = module, ["siteUrl"] = _app!.SiteUrl, ["extension"] = new JsonObject { ["type"] = type } },
        };
    }

    private static string Part(byte[] bytes) => Convert.ToBase64String(bytes).TrimEnd('=').Replace('+', '-').Replace('/', '_');
}
