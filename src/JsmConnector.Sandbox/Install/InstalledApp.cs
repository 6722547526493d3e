using System.Net;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using JsmConnector.Sandbox.Site;

namespace JsmConnector.Sandbox.Install;

/// <summary>The app as the site knows it: its descriptor, the shared secret, and how to sign for it. Everything else is found in the descriptor.</summary>
public sealed class InstalledApp(IHttpClientFactory clients, TimeProvider clock, Forge.ForgeHost forge)
{
    public const string KeyId = "sandbox-install-key";
    private readonly RSA _key = RSA.Create(2048);
    private JsonNode _descriptor = new JsonObject();

    /// <summary>Ends when the app has accepted the installation.</summary>
    public TaskCompletionSource Installed { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    public string ClientKey { get; set; } = "";
    public string Secret { get; } = Convert.ToHexString(RandomNumberGenerator.GetBytes(32));
    public string SiteUrl { get; set; } = "";
    public string AppUrl { get; set; } = "";
    public bool IsInForge => forge.IsOpen;
    public string Key => Text(_descriptor["key"]);
    public string PublicKey => _key.ExportSubjectPublicKeyInfoPem();

    /// <summary>The real handshake: the descriptor is read, `installed` is signed with the site's RSA key, `enabled` with the new secret.</summary>
    public async Task InstallAsync(CancellationToken cancellationToken)
    {
        using var client = clients.CreateClient("app");
        await ReadDescriptorAsync(cancellationToken);
        await CallAsync(client, "installed", path => ConnectJwt.Sign(Claims("POST", path, null, Text(_descriptor["baseUrl"])), _key, KeyId), cancellationToken);
        await CallAsync(client, "enabled", path => SignRequest("POST", path, null), cancellationToken);
        Installed.TrySetResult();
    }

    public async Task ReadDescriptorAsync(CancellationToken cancellationToken)
    {
        using var client = clients.CreateClient("app");
        _descriptor = JsonNode.Parse(await client.GetStringAsync(new Uri($"{AppUrl}/atlassian-connect.json"), cancellationToken))!;
    }

    public string? WebhookUrl(string name) =>
        _descriptor["modules"]?["webhooks"]?.AsArray().FirstOrDefault(webhook => Text(webhook?["event"]) == name) is { } found ? AppUrl + Text(found["url"]) : null;

    public JsonNode? Module(string kind, string? key = null) =>
        _descriptor["modules"]?[kind]?.AsArray().FirstOrDefault(module => key is null || Text(module?["key"]) == key);

    /// <summary>Address of a module's frame with the site's variables filled in and signed for a visitor; nobody for an anonymous one.</summary>
    public string FrameUrl(JsonNode module, IReadOnlyDictionary<string, string> variables, Person? visitor)
    {
        if (forge.IsOpen)
            return forge.FrameUrl(Text(module["key"]), variables);
        var url = Text(module["url"] ?? module["target"]?["url"]);
        foreach (var (name, value) in variables)
            url = url.Replace($"{{{name}}}", Uri.EscapeDataString(value), StringComparison.Ordinal);
        url = System.Text.RegularExpressions.Regex.Replace(url, @"\{[^}]*\}", "", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1));
        url += $"{(url.Contains('?', StringComparison.Ordinal) ? '&' : '?')}xdm_e={Uri.EscapeDataString(SiteUrl)}&xdm_c=channel-{Text(module["key"])}&cp=&lic=active&cv=1001.0.0";
        return $"{AppUrl}{url}&jwt={SignRequest("GET", url, visitor, variables)}";
    }

    public string SignRequest(string method, string pathAndQuery, Person? visitor, IReadOnlyDictionary<string, string>? variables = null) =>
        ConnectJwt.Sign(WithContext(Claims(method, pathAndQuery, visitor, null), visitor, variables), Secret);

    /// <summary>What `AP.context.getToken` gives to the script of a frame.</summary>
    public string ContextToken(Person? visitor, IReadOnlyDictionary<string, string>? variables)
    {
        var claims = Claims("GET", "/", visitor, null);
        claims["qsh"] = "context-qsh";
        return ConnectJwt.Sign(WithContext(claims, visitor, variables), Secret);
    }

    private async Task CallAsync(HttpClient client, string name, Func<string, string> sign, CancellationToken cancellationToken)
    {
        using var response = await ComeAgain.SendAsync(() => PressAsync(client, name, sign, cancellationToken), cancellationToken);
        if (response.StatusCode is not (HttpStatusCode.OK or HttpStatusCode.NoContent))
            throw new InvalidOperationException($"The app answered {(int)response.StatusCode} to '{name}': {await response.Content.ReadAsStringAsync(cancellationToken)}");
    }

    private async Task<HttpResponseMessage> PressAsync(HttpClient client, string name, Func<string, string> sign, CancellationToken cancellationToken)
    {
        var path = Text(_descriptor["lifecycle"]?[name]);
        using var request = new HttpRequestMessage(HttpMethod.Post, AppUrl + path)
        {
            Content = JsonContent.Create(new
            {
                key = Key,
                clientKey = ClientKey,
                sharedSecret = name == "installed" ? Secret : null,
                baseUrl = SiteUrl,
                displayUrl = SiteUrl,
                displayUrlServicedeskHelpCenter = SiteUrl,
                productType = "jira",
                description = "Sandbox site",
                eventType = name,
            }),
        };
        request.Headers.TryAddWithoutValidation("Authorization", $"JWT {sign(path)}");
        return await client.SendAsync(request, cancellationToken);
    }

    private JsonObject Claims(string method, string pathAndQuery, Person? visitor, string? audience)
    {
        var now = clock.GetUtcNow().ToUnixTimeSeconds();
        var claims = new JsonObject { ["iss"] = ClientKey, ["iat"] = now, ["exp"] = now + 180, ["qsh"] = ConnectJwt.QueryStringHash(method, pathAndQuery) };
        if (visitor is not null)
            claims["sub"] = visitor.AccountId;
        if (audience is not null)
            claims["aud"] = audience;
        return claims;
    }

    private static JsonObject WithContext(JsonObject claims, Person? visitor, IReadOnlyDictionary<string, string>? variables)
    {
        var context = new JsonObject { ["user"] = visitor is null ? new JsonObject() : new JsonObject { ["accountId"] = visitor.AccountId } };
        if (variables is not null && variables.TryGetValue("issue.id", out var issue))
            context["jira"] = new JsonObject { ["issue"] = new JsonObject { ["id"] = issue, ["key"] = variables["issue.key"] } };
        claims["context"] = context;
        return claims;
    }

    private static string Text(JsonNode? node) => node?.GetValue<string>() ?? "";
}
