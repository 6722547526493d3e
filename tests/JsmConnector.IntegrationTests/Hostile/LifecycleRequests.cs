using System.Security.Cryptography;

namespace JsmConnector.IntegrationTests.Hostile;

/// <summary>At the doors of installation: signed with Atlassian's key, for us, for this request, once; and a body that belongs to its signer.</summary>
internal static class LifecycleRequests
{
    private static readonly RSA Stranger = RSA.Create(2048);

    public static IReadOnlyList<HostileRequest> Rows { get; } =
    [
        new("Install without a token", 401, "token_missing", w => w.SendAsync(HttpMethod.Post, "/connect/installed", null, HostileWorld.Json("{}"))),
        new("Install with a context token", 401, "context_token_not_allowed", w => w.LifecycleAsync(w.InstallToken().With("qsh", "context-qsh").Signed(w.Keys.Key))),
        new("Install signed with the site's old secret", 401, "wrong_algorithm", w => w.LifecycleAsync(w.InstallToken(clientKey: w.Acme.ClientKey).WithHeader("alg", "HS256").Signed(w.Acme.Secret))),
        new("Install signed by HMAC with Atlassian's public key", 401, "wrong_algorithm", w => w.LifecycleAsync(w.InstallToken().WithHeader("alg", "HS256").Signed(w.Keys.Key.ExportSubjectPublicKeyInfoPem()))),
        new("Install signed with a stranger's key under Atlassian's key id", 401, "signature_invalid", w => w.LifecycleAsync(w.InstallToken().Signed(Stranger))),
        new("Install that carries its own key (`jwk`)", 401, "signature_invalid", w => w.LifecycleAsync(w.InstallToken().WithHeader("jwk", Jwk).Signed(Stranger))),
        new("Install that names a key address (`jku`)", 401, "signature_invalid", w => w.LifecycleAsync(w.InstallToken().WithHeader("jku", "https://evil.example/keys").Signed(Stranger))),
        new("Install for another app's address", 401, "audience_mismatch", w => w.LifecycleAsync(w.InstallToken().With("aud", "https://other.example").Signed(w.Keys.Key))),
        new("Install for an address that only begins like ours", 401, "audience_mismatch", w => w.LifecycleAsync(w.InstallToken().With("aud", HostileWorld.BaseUrl + ".evil.example").Signed(w.Keys.Key))),
        new("Install without an audience", 401, "audience_mismatch", w => w.LifecycleAsync(w.InstallToken().With("aud", null).Signed(w.Keys.Key))),
        new("Install without a query hash", 401, "query_hash_missing", w => w.LifecycleAsync(w.InstallToken().With("qsh", null).Signed(w.Keys.Key))),
        new("Token of an uninstall used for an install", 401, "query_hash_mismatch", w => w.LifecycleAsync(w.InstallToken("uninstalled").Signed(w.Keys.Key))),
        new("Install that was sent before", 401, "replayed", w => w.LifecycleAsync(w.Kept, Replayed())) { Prepare = w => UseAsync(w, "installed") },
        new("Uninstall that was sent before", 401, "replayed", w => w.LifecycleAsync(w.Kept, HostileWorld.InstallBody("uninstalled", "client-replayed"), "uninstalled")) { Prepare = w => UseAsync(w, "uninstalled") },
        new("Install with another site's client key in the body", 403, "client_key_mismatch", w => w.LifecycleAsync(Good(w), HostileWorld.InstallBody(clientKey: w.Acme.ClientKey))),
        new("Uninstall of another site", 403, "client_key_mismatch", w => w.LifecycleAsync(w.InstallToken("uninstalled").Signed(w.Keys.Key), HostileWorld.InstallBody("uninstalled", w.Acme.ClientKey), "uninstalled")),
        new("Install of another app", 403, "app_key_mismatch", w => w.LifecycleAsync(Good(w), With("key", "com.example.other"))),
        new("Install of another product", 403, "product_not_jira", w => w.LifecycleAsync(Good(w), With("productType", "confluence"))),
        new("Base URL of a stranger", 403, "base_url_not_allowed", w => w.LifecycleAsync(Good(w), With("baseUrl", "https://evil.example"))),
        new("Base URL that only contains an allowed host", 403, "base_url_not_allowed", w => w.LifecycleAsync(Good(w), With("baseUrl", "https://acme.atlassian.net.evil.example"))),
        new("Base URL with a user in front of the host", 403, "base_url_not_allowed", w => w.LifecycleAsync(Good(w), With("baseUrl", "http://127.0.0.1:9@evil.example"))),
        new("Base URL of the cloud's metadata service", 403, "base_url_not_allowed", w => w.LifecycleAsync(Good(w), With("baseUrl", "http://169.254.169.254"))),
        new("Base URL that is no web address", 403, "base_url_not_allowed", w => w.LifecycleAsync(Good(w), With("baseUrl", "file:///etc/passwd"))),
        new("Body of another event", 400, "event_type_mismatch", w => w.LifecycleAsync(Good(w), With("eventType", "uninstalled"))),
        new("Install without a secret", 400, "shared_secret_invalid", w => w.LifecycleAsync(Good(w), With("sharedSecret", null))),
        new("Install with a secret of one letter", 400, "shared_secret_invalid", w => w.LifecycleAsync(Good(w), With("sharedSecret", "x"))),
        new("Install without a client key", 400, "client_key_invalid", w => w.LifecycleAsync(Good(w), With("clientKey", null))),
        new("Install whose body is no JSON", 400, "body_malformed", w => w.SendAsync(HttpMethod.Post, "/connect/installed", Good(w), HostileWorld.Json("<xml/>"))),
        new("Install whose body is a list", 400, "body_malformed", w => w.SendAsync(HttpMethod.Post, "/connect/installed", Good(w), HostileWorld.Json("[]"))),
        new("Install of 70,000 bytes", 400, "body_malformed", w => w.LifecycleAsync(Good(w), With("description", new string('x', 70_000)))),
        new("Install without a key id", 401, "key_id_invalid", w => w.LifecycleAsync(w.InstallToken().WithHeader("kid", null).Signed(w.Keys.Key))),
        new("Key id that climbs (`../admin`)", 401, "key_id_invalid", w => w.LifecycleAsync(Kid(w, "../admin"))),
        new("Key id that climbs in disguise (`%2e%2e/admin`)", 401, "key_id_invalid", w => w.LifecycleAsync(Kid(w, "%2e%2e/admin"))),
        new("Key id that is an address", 401, "key_id_invalid", w => w.LifecycleAsync(Kid(w, "//evil.example/key"))),
        new("Key id with a query", 401, "key_id_invalid", w => w.LifecycleAsync(Kid(w, "good?x=1"))),
        new("Key id with a line break", 401, "key_id_invalid", w => w.LifecycleAsync(Kid(w, "good\r\nHost: evil.example"))),
        new("Key id of 200 characters", 401, "key_id_invalid", w => w.LifecycleAsync(Kid(w, new string('k', 200)))),
        new("Key id that nobody knows", 401, "key_unknown", w => w.LifecycleAsync(Kid(w, "nobody"))),
        new("Key server answers 500", 503, "unavailable", w => w.LifecycleAsync(Kid(w, "broken"))),
        new("Key server does not answer", 503, "unavailable", w => w.LifecycleAsync(Kid(w, "slow"))),
        new("Key server answers with two megabytes", 503, "unavailable", w => w.LifecycleAsync(Kid(w, "huge"))),
        new("Key server redirects", 503, "unavailable", w => w.LifecycleAsync(Kid(w, "elsewhere"))),
        new("Key server answers with a web page", 503, "unavailable", w => w.LifecycleAsync(Kid(w, "words"))),
        new("Key server has a key of 1,024 bits", 503, "unavailable", w => w.LifecycleAsync(Kid(w, "short"))),
        new("`enabled` for a site that is not known", 401, "installation_unknown", w => w.LifecycleAsync(ForgedToken.For("client-nobody", "POST", "/connect/enabled", w.Clock.GetUtcNow()).Signed(w.Acme.Secret), HostileWorld.InstallBody("enabled", "client-nobody"), "enabled")),
        new("`disabled` for another site", 403, "client_key_mismatch", w => w.LifecycleAsync(ForgedToken.For(w.Rival.ClientKey, "POST", "/connect/disabled", w.Clock.GetUtcNow()).Signed(w.Rival.Secret), HostileWorld.InstallBody("disabled", w.Acme.ClientKey), "disabled")),
        new("`disabled` with a context token", 401, "context_token_not_allowed", w => w.LifecycleAsync(ForgedToken.For(w.Acme.ClientKey, "POST", "/connect/disabled", w.Clock.GetUtcNow()).With("qsh", "context-qsh").Signed(w.Acme.Secret), HostileWorld.InstallBody("disabled", w.Acme.ClientKey), "disabled")),
    ];

    private static object Jwk
    {
        get
        {
            var key = Stranger.ExportParameters(false);
            return new { kty = "RSA", n = System.Buffers.Text.Base64Url.EncodeToString(key.Modulus), e = System.Buffers.Text.Base64Url.EncodeToString(key.Exponent) };
        }
    }

    private static string Good(HostileWorld w) => w.InstallToken().Signed(w.Keys.Key);

    private static string Kid(HostileWorld w, string kid) => w.InstallToken().WithHeader("kid", kid).Signed(w.Keys.Key);

    private static Dictionary<string, object?> With(string member, object? value) => new(HostileWorld.InstallBody()) { [member] = value };

    private static Dictionary<string, object?> Replayed() => new(HostileWorld.InstallBody(clientKey: "client-replayed")) { ["baseUrl"] = "http://127.0.0.1:7" };

    private static async Task UseAsync(HostileWorld w, string lifecycle)
    {
        w.Kept = w.InstallToken(lifecycle, "client-replayed").With("jti", Guid.NewGuid().ToString()).Signed(w.Keys.Key);
        var body = lifecycle == "installed" ? Replayed() : HostileWorld.InstallBody(lifecycle, "client-replayed");
        Assert.Equal(204, await w.LifecycleAsync(w.Kept, body, lifecycle));
    }
}
