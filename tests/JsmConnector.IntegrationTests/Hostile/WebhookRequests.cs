using System.Security.Cryptography;
using JsmConnector.AtlassianConnect.Authentication;
using JsmConnector.Installations;
using JsmConnector.IntegrationTests.WholeApp;
using Microsoft.Extensions.DependencyInjection;

namespace JsmConnector.IntegrationTests.Hostile;

/// <summary>At the door of webhooks: a token under the site's secret for exactly this request.</summary>
internal static class WebhookRequests
{
    public static IReadOnlyList<HostileRequest> Rows { get; } =
    [
        new("Webhook without a token", 401, "token_missing", w => w.WebhookAsync(null)),
        new("Webhook with an empty token", 401, "token_missing", w => w.WebhookAsync("")),
        new("Webhook with garbage for a token", 401, "token_malformed", w => w.WebhookAsync("x.y.z")),
        new("Token of two parts", 401, "token_malformed", w => w.WebhookAsync(string.Join('.', Good(w).Split('.')[..2]))),
        new("Token of five parts (encrypted)", 401, "token_malformed", w => w.WebhookAsync(Good(w) + ".AAAA.AAAA")),
        new("Token of 17,000 characters", 401, "token_malformed", w => w.WebhookAsync(w.WebhookToken.With("pad", new string('x', 12_750)).Signed(w.Acme.Secret))),
        new("`alg: none`, no signature", 401, "token_malformed", w => w.WebhookAsync(w.WebhookToken.WithHeader("alg", "none").Unsigned)),
        new("`alg: none`, with a signature", 401, "wrong_algorithm", w => w.WebhookAsync(w.WebhookToken.WithHeader("alg", "none").Signed(w.Acme.Secret))),
        new("`alg: HS384`", 401, "wrong_algorithm", w => w.WebhookAsync(w.WebhookToken.WithHeader("alg", "HS384").Signed(w.Acme.Secret))),
        new("`alg: HS512`", 401, "wrong_algorithm", w => w.WebhookAsync(w.WebhookToken.WithHeader("alg", "HS512").Signed(w.Acme.Secret))),
        new("`alg: hs256`, in small letters", 401, "wrong_algorithm", w => w.WebhookAsync(w.WebhookToken.WithHeader("alg", "hs256").Signed(w.Acme.Secret))),
        new("`alg: RS256` on a route for shared secrets", 401, "wrong_algorithm", w => w.WebhookAsync(w.WebhookToken.WithHeader("alg", "RS256").Signed(w.Keys.Key))),
        new("No `alg` at all", 401, "wrong_algorithm", w => w.WebhookAsync(w.WebhookToken.WithHeader("alg", null).Signed(w.Acme.Secret))),
        new("Another type of token (`typ: at+jwt`)", 401, "wrong_type", w => w.WebhookAsync(w.WebhookToken.WithHeader("typ", "at+jwt").Signed(w.Acme.Secret))),
        new("Header with `crit`", 401, "extension_unknown", w => w.WebhookAsync(w.WebhookToken.WithHeader("crit", new[] { "b64" }).Signed(w.Acme.Secret))),
        new("Signed with another site's secret", 401, "signature_invalid", w => w.WebhookAsync(w.WebhookToken.Signed(w.Rival.Secret))),
        new("Signed with an empty secret", 401, "signature_invalid", w => w.WebhookAsync(w.WebhookToken.Signed(""))),
        new("Signature of another token", 401, "signature_invalid", w => w.WebhookAsync(Spliced(w.WebhookToken.With("sub", "somebody").Signed(w.Acme.Secret), Good(w)))),
        new("Signature cut off", 401, "token_malformed", w => w.WebhookAsync(w.WebhookToken.Unsigned)),
        new("A site that never installed the app", 401, "installation_unknown", w => w.WebhookAsync(w.WebhookToken.With("iss", "client-nobody").Signed(w.Acme.Secret))),
        new("No issuer", 401, "issuer_missing", w => w.WebhookAsync(w.WebhookToken.With("iss", null).Signed(w.Acme.Secret))),
        new("The token that the app itself signs for Jira", 401, "own_token", w => w.WebhookAsync(w.WebhookToken.With("iss", "io.jsmconnector.app").With("aud", new[] { w.Acme.ClientKey }).Signed(w.Acme.Secret))),
        new("The app's own session token as Jira's", 401, "wrong_type", w => w.WebhookAsync(w.Session("administration"))),
        new("Expired a minute ago", 401, "expired", w => w.WebhookAsync(At(w, "iat", -240).With("exp", Seconds(w, -60)).Signed(w.Acme.Secret))),
        new("Issued five minutes in the future", 401, "issued_in_future", w => w.WebhookAsync(At(w, "iat", 300).With("exp", Seconds(w, 480)).Signed(w.Acme.Secret))),
        new("Not valid yet (`nbf`)", 401, "not_yet_valid", w => w.WebhookAsync(At(w, "nbf", 120).Signed(w.Acme.Secret))),
        new("Expiry in the year 2100", 401, "life_too_long", w => w.WebhookAsync(w.WebhookToken.With("exp", 4_102_444_800).Signed(w.Acme.Secret))),
        new("Expiry beyond what a date can hold", 401, "times_missing", w => w.WebhookAsync(w.WebhookToken.With("exp", long.MaxValue).Signed(w.Acme.Secret))),
        new("No expiry", 401, "times_missing", w => w.WebhookAsync(w.WebhookToken.With("exp", null).Signed(w.Acme.Secret))),
        new("No time of issue", 401, "times_missing", w => w.WebhookAsync(w.WebhookToken.With("iat", null).Signed(w.Acme.Secret))),
        new("Expiry as text", 401, "token_malformed", w => w.WebhookAsync(w.WebhookToken.With("exp", "tomorrow").Signed(w.Acme.Secret))),
        new("No query hash", 401, "query_hash_missing", w => w.WebhookAsync(w.WebhookToken.With("qsh", null).Signed(w.Acme.Secret))),
        new("Empty query hash", 401, "query_hash_missing", w => w.WebhookAsync(w.WebhookToken.With("qsh", "").Signed(w.Acme.Secret))),
        new("Query hash of another method", 401, "query_hash_mismatch", w => w.WebhookAsync(Hashed(w, "GET", Paths.Webhooks))),
        new("Query hash of another path", 401, "query_hash_mismatch", w => w.WebhookAsync(Hashed(w, "POST", "/connect/enabled"))),
        new("Query hash in capitals", 401, "query_hash_mismatch", w => w.WebhookAsync(w.WebhookToken.With("qsh", QueryStringHash.Compute(SignedRequest.Parse("POST", Paths.Webhooks)).ToUpperInvariant()).Signed(w.Acme.Secret))),
        new("A parameter added after signing", 401, "query_hash_mismatch", w => w.SendAsync(HttpMethod.Post, $"{Paths.Webhooks}?admin=true", Good(w), Body)),
        new("Context token on the webhook route (CVE-2021-26073)", 401, "context_token_not_allowed", w => w.WebhookAsync(w.WebhookToken.With("qsh", "context-qsh").Signed(w.Acme.Secret))),
        new("Two Authorization headers", 401, "token_twice", w => w.RawAsync($"POST {Paths.Webhooks} HTTP/1.1\r\nHost: app.example.com\r\nAuthorization: JWT {Good(w)}\r\nAuthorization: JWT second\r\nContent-Length: 2\r\n\r\n{{}}")),
        new("Two tokens in the query", 401, "token_twice", w => w.SendAsync(HttpMethod.Post, $"{Paths.Webhooks}?jwt={Good(w)}&jwt=second", null, Body)),
        new("Tokens in header and form", 401, "token_twice", w => w.SendAsync(HttpMethod.Post, Paths.Webhooks, Good(w), new FormUrlEncodedContent([new("jwt", Good(w))]))),
        new("Jira's token under the scheme Bearer", 401, "token_missing", w => w.SendAsync(HttpMethod.Post, Paths.Webhooks, Good(w), Body, "Bearer")),
        new("A secret that was replaced sixteen minutes ago", 401, "signature_invalid", w => w.WebhookAsync(Old(w))) { Prepare = RotateAsync },
        new("Webhook of a site that switched the app off", 401, "installation_disabled", w => w.WebhookAsync(Old(w))) { Prepare = w => LeaveAsync(w, InstallationState.Disabled) },
        new("Webhook of a site that uninstalled the app", 401, "installation_uninstalled", w => w.WebhookAsync(Old(w))) { Prepare = w => LeaveAsync(w, InstallationState.Uninstalled) },
    ];

    private const string OldSecret = "the-secret-of-a-site-before-it-changed";

    private static HttpContent Body => HostileWorld.Json(TicketEvent.Of("666").ToJsonString());

    private static string Good(HostileWorld w) => w.WebhookToken.Signed(w.Acme.Secret);

    private static long Seconds(HostileWorld w, int from) => w.Clock.GetUtcNow().ToUnixTimeSeconds() + from;

    private static ForgedToken At(HostileWorld w, string claim, int from) => w.WebhookToken.With(claim, Seconds(w, from));

    private static string Hashed(HostileWorld w, string method, string target) =>
        w.WebhookToken.With("qsh", QueryStringHash.Compute(SignedRequest.Parse(method, target))).Signed(w.Acme.Secret);

    private static string Spliced(string token, string other) => $"{token[..token.LastIndexOf('.')]}{other[other.LastIndexOf('.')..]}";

    private static string Old(HostileWorld w) => w.WebhookToken.With("iss", w.Kept).Signed(OldSecret);

    private static async Task RotateAsync(HostileWorld w)
    {
        w.Kept = Guid.NewGuid().ToString();
        await InstallAsync(w, OldSecret);
        await InstallAsync(w, Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(20)));
        w.Clock.Advance(TimeSpan.FromMinutes(16));
    }

    private static async Task LeaveAsync(HostileWorld w, InstallationState state)
    {
        w.Kept = Guid.NewGuid().ToString();
        await InstallAsync(w, OldSecret);
        await using var scope = w.App.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<StoreInstallation>().ChangeAsync(w.Kept, state, w.Clock.GetUtcNow().AddSeconds(1), TestContext.Current.CancellationToken);
    }

    private static async Task InstallAsync(HostileWorld w, string secret)
    {
        w.Kept = w.Kept.Length == 36 ? w.Kept : Guid.NewGuid().ToString();
        await using var scope = w.App.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<StoreInstallation>()
            .InstallAsync(new InstalledSite(w.Kept, secret, $"https://{w.Kept}.atlassian.net", null, null), TestContext.Current.CancellationToken);
    }
}
