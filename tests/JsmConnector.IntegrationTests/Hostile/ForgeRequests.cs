using System.Text.Json.Nodes;
using JsmConnector.IntegrationTests.WholeApp;
using JsmConnector.Tests.AtlassianConnect.Forge;

namespace JsmConnector.IntegrationTests.Hostile;

/// <summary>At the door of Forge.</summary>
public static class ForgeRequests
{
    private const string Events = "/forge/events";

    public static IReadOnlyList<HostileRequest> Rows { get; } =
    [
        new("Forge event without a token", 401, "token_missing", w => w.SendAsync(HttpMethod.Post, Events, null, Body)),
        new("Forge event with garbage for a token", 401, "token_malformed", w => EventAsync(w, "not.a.token")),
        Row("Forge token for another app", "audience_mismatch", claims => claims["aud"] = "ari:cloud:ecosystem::app/00000000-0000-4000-8000-000000000001"),
        Row("Forge token that names another app inside", "audience_mismatch", claims => claims["app"]!["id"] = "ari:cloud:ecosystem::app/00000000-0000-4000-8000-000000000001"),
        Row("Forge token of another issuer", "issuer_mismatch", claims => claims["iss"] = "somebody"),
        Row("Forge token of another environment", "environment_mismatch", claims => claims["app"]!["environment"] = new JsonObject { ["type"] = "DEVELOPMENT" }),
        Row("Forge token made for another module", "module_mismatch", claims => claims["app"]!["module"]!["key"] = "ep-refresh"),
        Row("Forge token that has expired", "expired", claims => Move(claims, TimeSpan.FromHours(-1))),
        Row("Forge token of the future", "issued_in_future", claims => Move(claims, TimeSpan.FromHours(1))),
        Row("Forge token that is not yet valid", "not_yet_valid", claims => claims["nbf"] = claims["nbf"]!.GetValue<long>() + 3600),
        Row("Forge token that lives for a day", "life_too_long", claims => claims["exp"] = claims["iat"]!.GetValue<long>() + 86_400),
        Row("Forge token without times", "times_missing", claims => claims.Remove("exp")),
        Row("Forge token that sends our answers to another host", "api_base_url_not_allowed", claims => claims["app"]!["apiBaseUrl"] = "https://api.example.com/ex/jira/d0d52620-3203-4cfa-8db5-f2587155f0dd"),
        Row("Forge token whose site is not the one it calls for", "api_base_url_not_allowed", claims => claims["context"] = new JsonObject { ["cloudId"] = Guid.NewGuid().ToString() }),
        Row("Forge token without an installation", "claims_missing", claims => { claims["app"]!.AsObject().Remove("installationId"); claims["app"]!.AsObject().Remove("installation"); }),
        new("Forge token without a signature (`alg` none)", 401, "token_malformed", w => EventAsync(w, w.Forge.Sign(Claims(w), "none"))),
        new("Forge token signed with the public key as a secret (`alg` HS256)", 401, "wrong_algorithm", w => EventAsync(w, w.Forge.Sign(Claims(w), "HS256"))),
        new("Forge token under a key that nobody knows", 401, "key_unknown", w => EventAsync(w, w.Forge.Sign(Claims(w), keyId: "of-a-stranger"))),
        new("Forge token under the key that was in use before a roll-over", 401, "key_unknown", w => EventAsync(w, w.Forge.Sign(Claims(w), keyId: FakeForge.FirstKey))) { Prepare = RollOverAsync },
        new("Forge token under a key that nobody knows, while the key server is away", 503, "unavailable", KeyServerAwayAsync),
        new("Forge token of a site that nobody joined to the one at its address", 401, "installation_not_joined", w => EventAsync(w, w.Forge.Sign(OfAnotherSite(w)))),
        new("Forge token with a changed content", 401, "signature_invalid", w => EventAsync(w, Swapped(w.Forge.Sign(Claims(w)), w.Forge.Sign(Claims(w))))),
        new("Forge token at Connect's webhooks", 401, "token_missing", w => w.SendAsync(HttpMethod.Post, Paths.Webhooks, w.Forge.Sign(Claims(w)), Body, "Bearer")),
        new("Connect's token at Forge's events", 401, "token_missing", w => w.SendAsync(HttpMethod.Post, Events, w.WebhookToken.Signed(w.Acme.Secret), Body)),
        new("Forge token for the panel at the administration", 401, "module_mismatch", w => w.SendAsync(HttpMethod.Get, "/admin", w.Forge.Sign(Claims(w, "incident-panel")), null, "Bearer")),
    ];

    private static HttpContent Body => HostileWorld.Json("""{"eventType":"avi:jira:created:issue","issue":{"id":"666","key":"EVIL-1"}}""");

    private static HostileRequest Row(string name, string reason, Action<JsonObject> change) => new(name, 401, reason, w =>
    {
        var claims = Claims(w);
        change(claims);
        return EventAsync(w, w.Forge.Sign(claims));
    });

    private static JsonObject Claims(HostileWorld w, string module = "ep-events") =>
        FakeForge.Claims(w.Clock.GetUtcNow(), module, cloudId: w.Acme.ForgeName, installation: $"ari:cloud:ecosystem::installation/{w.Acme.ForgeName}");

    private static Task<int> EventAsync(HostileWorld w, string token) => w.SendAsync(HttpMethod.Post, Events, token, Body, "Bearer");

    private static async Task RollOverAsync(HostileWorld w)
    {
        w.Forge.RollOver();
        w.Clock.Advance(TimeSpan.FromHours(25));
        Assert.Equal(204, await EventAsync(w, w.Forge.Sign(Claims(w))));
    }

    private static async Task<int> KeyServerAwayAsync(HostileWorld w)
    {
        w.Clock.Advance(TimeSpan.FromMinutes(2));
        w.Forge.Mood = KeyServerMood.Broken;
        try
        {
            return await EventAsync(w, w.Forge.Sign(Claims(w), keyId: "of-a-stranger"));
        }
        finally
        {
            w.Forge.Mood = KeyServerMood.Fine;
            w.Clock.Advance(TimeSpan.FromMinutes(2));
        }
    }

    /// <summary>The app on another cloud site that says it is at Acme's address.</summary>
    private static JsonObject OfAnotherSite(HostileWorld w)
    {
        var other = "5d0c1a52-93a4-4d0e-8d8c-2f0a5a0b7e11";
        var claims = FakeForge.Claims(w.Clock.GetUtcNow(), "ep-events", cloudId: other, installation: $"ari:cloud:ecosystem::installation/{other}");
        claims["context"] = new JsonObject { ["cloudId"] = other, ["siteUrl"] = w.Acme.Jira.Url };
        return claims;
    }

    private static void Move(JsonObject claims, TimeSpan by)
    {
        foreach (var time in (string[])["iat", "nbf", "exp"])
            claims[time] = claims[time]!.GetValue<long>() + (long)by.TotalSeconds;
    }

    /// <summary>The content of one token (each has its own `jti`) under the signature of another.</summary>
    private static string Swapped(string one, string other)
    {
        var (content, signature) = (one.Split('.'), other.Split('.')[2]);
        return $"{content[0]}.{content[1]}.{signature}";
    }
}
