using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace JsmConnector.Tests.AtlassianConnect.Forge;

public enum KeyServerMood
{
    Fine,
    NotFound,
    Broken,
    Slow,
    Huge,
    Redirecting,
    Rubbish,
}

/// <summary>Atlassian's side of Forge on loopback: keys, a key server with moods, and invocation tokens of every kind, the wrong ones too.</summary>
public sealed class FakeForge : IAsyncDisposable
{
    public const string AppId = "ari:cloud:ecosystem::app/8db33809-1f32-48bb-8c52-5877dab48107";
    public const string Gateway = "https://api.atlassian.com";
    public const string CloudId = "d0d52620-3203-4cfa-8db5-f2587155f0dd";
    public const string InstallationId = "ari:cloud:ecosystem::installation/0a3a7799-53ae-4a5b-9e7e-03338980abb5";

    /// <summary>Name of the key before a roll-over.</summary>
    public const string FirstKey = "forge-key-1";

    private static readonly Lazy<string[]> MadeKeys = new(() => [.. Enumerable.Range(0, 2).Select(_ => MakeKey())]);
    private readonly WebApplication _server;

    private FakeForge(WebApplication server) => _server = server;

    public KeyServerMood Mood { get; set; }
    public int Asked { get; private set; }
    public string KeyId { get; private set; } = FirstKey;
    public string JwksUrl => $"{_server.Urls.First()}/.well-known/jwks.json";

    public static async Task<FakeForge> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Configuration["urls"] = "http://127.0.0.1:0";
        var forge = new FakeForge(builder.Build());
        forge._server.MapGet("/.well-known/jwks.json", (HttpContext context, CancellationToken stop) => forge.AnswerAsync(stop));
        forge._server.MapGet("/elsewhere", () => Results.Text(forge.KeySet().ToJsonString(), "application/json"));
        await forge._server.StartAsync();
        return forge;
    }

    /// <summary>Another key under another id; the old one is gone.</summary>
    public void RollOver() => KeyId = "forge-key-2";

    public static JsonObject Claims(DateTimeOffset now, string module, string moduleType = "core:endpoint", string cloudId = CloudId, string installation = InstallationId, string gateway = Gateway) => new()
    {
        ["iss"] = "forge/invocation-token",
        ["aud"] = AppId,
        ["iat"] = now.ToUnixTimeSeconds(),
        ["nbf"] = now.ToUnixTimeSeconds(),
        ["exp"] = now.ToUnixTimeSeconds() + 25,
        ["jti"] = Guid.NewGuid().ToString("N"),
        ["app"] = new JsonObject
        {
            ["id"] = AppId,
            ["appVersion"] = "2.0.0",
            ["installationId"] = installation,
            ["apiBaseUrl"] = $"{gateway}/ex/jira/{cloudId}",
            ["environment"] = new JsonObject { ["type"] = "PRODUCTION", ["id"] = "ari:cloud:ecosystem::environment/8db33809-1f32-48bb-8c52-5877dab48107/aa911f10-c54b-4b93-9e27-dd2947840b9e" },
            ["module"] = new JsonObject { ["type"] = moduleType, ["key"] = module },
            ["installation"] = new JsonObject { ["id"] = installation, ["contexts"] = new JsonArray(new JsonObject { ["name"] = "jira", ["apiBaseUrl"] = $"{gateway}/ex/jira/{cloudId}" }) },
        },
    };

    /// <summary>As a screen calls: with a person (or none) and what the screen shows.</summary>
    public static JsonObject ScreenClaims(DateTimeOffset now, string module, string moduleType, string? account, string? siteUrl, string cloudId = CloudId, string installation = InstallationId, string gateway = Gateway)
    {
        var claims = Claims(now, module, moduleType, cloudId, installation, gateway);
        claims["principal"] = account;
        claims["context"] = new JsonObject { ["cloudId"] = cloudId, ["moduleKey"] = module, ["siteUrl"] = siteUrl, ["extension"] = new JsonObject { ["type"] = moduleType } };
        return claims;
    }

    public string Sign(JsonObject claims, string algorithm = "RS256", string? keyId = null)
    {
        var header = new JsonObject { ["alg"] = algorithm, ["typ"] = "JWT", ["kid"] = keyId ?? KeyId };
        var signed = $"{Part(header)}.{Part(claims)}";
        var bytes = Encoding.ASCII.GetBytes(signed);
        using var key = Key(keyId ?? KeyId);
        var signature = algorithm switch
        {
            "none" => [],
            // The public key as secret of an HMAC: what a verifier that believes the header would accept.
            "HS256" => HMACSHA256.HashData(Encoding.ASCII.GetBytes(key.ExportSubjectPublicKeyInfoPem()), bytes),
            "RS512" => key.SignData(bytes, HashAlgorithmName.SHA512, RSASignaturePadding.Pkcs1),
            "PS256" => key.SignData(bytes, HashAlgorithmName.SHA256, RSASignaturePadding.Pss),
            _ => key.SignData(bytes, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1),
        };
        return $"{signed}.{Base64Url.EncodeToString(signature)}";
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private async Task<IResult> AnswerAsync(CancellationToken stop)
    {
        Asked++;
        switch (Mood)
        {
            case KeyServerMood.NotFound:
                return Results.NotFound();
            case KeyServerMood.Broken:
                return Results.StatusCode(500);
            case KeyServerMood.Slow:
                await Task.Delay(TimeSpan.FromSeconds(20), stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                return Results.NoContent();
            case KeyServerMood.Huge:
                var huge = KeySet();
                huge["padding"] = new string('x', 600_000);
                return Results.Text(huge.ToJsonString(), "application/json");
            case KeyServerMood.Redirecting:
                return Results.Redirect("/elsewhere");
            case KeyServerMood.Rubbish:
                return Results.Text("<html>maintenance</html>", "text/html");
            default:
                return Results.Text(KeySet().ToJsonString(), "application/json");
        }
    }

    private JsonObject KeySet()
    {
        using var key = Key(KeyId);
        var numbers = key.ExportParameters(includePrivateParameters: false);
        return new JsonObject
        {
            ["keys"] = new JsonArray(
                new JsonObject { ["kty"] = "EC", ["kid"] = "of-another-kind", ["crv"] = "P-256", ["x"] = "AA", ["y"] = "AA" },
                new JsonObject { ["kty"] = "RSA", ["kid"] = KeyId, ["use"] = "sig", ["alg"] = "RS256", ["n"] = Base64Url.EncodeToString(numbers.Modulus!), ["e"] = Base64Url.EncodeToString(numbers.Exponent!) }),
        };
    }

    private static RSA Key(string keyId)
    {
        var key = RSA.Create();
        key.ImportFromPem(MadeKeys.Value[keyId == FirstKey ? 0 : 1]);
        return key;
    }

    private static string MakeKey()
    {
        using var made = RSA.Create(2048);
        return made.ExportRSAPrivateKeyPem();
    }

    private static string Part(JsonObject part) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(part.ToJsonString()));
}
