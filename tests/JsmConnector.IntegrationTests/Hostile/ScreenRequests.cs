using System.Net.Http.Json;
using JsmConnector.Installations.ApiTokens;
using JsmConnector.Platform.Database;
using Microsoft.Extensions.DependencyInjection;

namespace JsmConnector.IntegrationTests.Hostile;

/// <summary>At the screens and the API: a valid token says who somebody is, not what he may do.</summary>
internal static class ScreenRequests
{
    private const string Agent = "5b10ac8d82e05b22cc7d4e00";
    private const string Customer = "qm:0f0e0d0c:0a0b0c0d";

    public static IReadOnlyList<HostileRequest> Rows { get; } =
    [
        new("Settings read by a portal customer", 403, "visitor_not_allowed", w => w.AskAsync(HttpMethod.Get, "/api/v1/settings", Customer)),
        new("Settings read by a visitor without an account", 403, "visitor_not_allowed", w => w.AskAsync(HttpMethod.Get, "/api/v1/settings", null)),
        new("Settings written by an agent who is no administrator", 403, "permission_denied", w => w.SendAsync(HttpMethod.Put, "/api/v1/settings", Context(w, Agent), JsonContent.Create(new { statusPages = Array.Empty<object>() }), change: r => r.Headers.TryAddWithoutValidation("If-Match", "\"0\""))),
        new("Administration opened by an agent who is no administrator", 403, "permission_denied", w => w.AskAsync(HttpMethod.Get, "/admin", Agent)),
        new("Issue panel opened by a portal customer", 403, "visitor_not_allowed", w => w.AskAsync(HttpMethod.Get, "/panel/issue?issueId=1", Customer)),
        new("Issue panel of a ticket that the agent may not browse", 403, "permission_denied", w => w.AskAsync(HttpMethod.Get, "/panel/issue?issueId=1", Agent)),
        new("List of incidents asked by an agent who is no administrator", 403, "permission_denied", w => w.AskAsync(HttpMethod.Get, "/api/v1/incidents", Agent)),
        new("Context token of another site's secret", 401, "signature_invalid", w => w.SendAsync(HttpMethod.Get, "/api/v1/settings", ForgedToken.For(w.Acme.ClientKey, "GET", "/x", w.Clock.GetUtcNow()).With("qsh", "context-qsh").With("sub", Agent).Signed(w.Rival.Secret))),
        new("API without a token", 401, "token_missing", w => w.SendAsync(HttpMethod.Get, "/api/v1/settings", null)),
        new("API token that nobody made", 401, "api_token_unknown", w => w.SendAsync(HttpMethod.Get, "/api/v1/settings", ManageApiTokens.Prefix + new string('A', 43), scheme: "Bearer")),
        new("API token with a quote in it", 401, "api_token_unknown", w => w.SendAsync(HttpMethod.Get, "/api/v1/settings", "jsmc_' or 1=1 --", scheme: "Bearer")),
        new("API token that was revoked", 401, "api_token_revoked", w => w.SendAsync(HttpMethod.Get, "/api/v1/settings", w.Kept, scheme: "Bearer")) { Prepare = RevokedAsync },
        new("API token that has expired", 401, "api_token_expired", w => w.SendAsync(HttpMethod.Get, "/api/v1/settings", w.Kept, scheme: "Bearer")) { Prepare = ExpiredAsync },
        new("API token for reading writes settings", 403, "permission_denied", w => w.SendAsync(HttpMethod.Put, "/api/v1/settings", w.Kept, HostileWorld.Json("{}"), "Bearer")) { Prepare = w => UsedAsync(w, ApiTokenRight.Read) },
        new("API token for publishing reads settings", 403, "permission_denied", w => w.SendAsync(HttpMethod.Get, "/api/v1/settings", w.Kept, scheme: "Bearer")) { Prepare = w => UsedAsync(w, ApiTokenRight.Publish) },
        new("API token on the webhook route", 401, "token_missing", w => w.SendAsync(HttpMethod.Post, "/connect/webhooks", w.Kept, HostileWorld.Json("{}"), "Bearer")) { Prepare = w => UsedAsync(w, ApiTokenRight.Administer) },
        new("API token on the administration screen", 401, "token_malformed", w => w.SendAsync(HttpMethod.Get, "/admin", w.Kept, scheme: "Bearer")) { Prepare = w => UsedAsync(w, ApiTokenRight.Administer) },
        new("API token sent as a token of Jira", 401, "token_malformed", w => w.SendAsync(HttpMethod.Get, "/api/v1/settings", w.Kept)) { Prepare = w => UsedAsync(w, ApiTokenRight.Administer) },
        new("Button pressed without a session", 401, "token_missing", w => FormAsync(w, null)),
        new("Button pressed with Jira's token as the session", 401, "signature_invalid", w => FormAsync(w, Context(w, Agent))),
        new("Button pressed with a session for another purpose", 401, "purpose_mismatch", w => FormAsync(w, w.Session("publishing"))),
        new("Button pressed with a session of sixteen minutes ago", 401, "expired", w => FormAsync(w, w.Kept)) { Prepare = AgedAsync },
        new("Button pressed with two sessions", 401, "token_twice", w => w.SendAsync(HttpMethod.Post, "/admin", null, new FormUrlEncodedContent([new("session", w.Session("administration")), new("session", "second")]))),
        new("Button pressed with a session of a portal customer", 403, "visitor_not_allowed", w => FormAsync(w, w.Session("administration", Customer))),
        new("Button pressed with the session of somebody who is no administrator any more", 403, "permission_denied", w => FormAsync(w, w.Session("administration", Agent))),
        new("Another method in a header (`X-HTTP-Method-Override`)", 401, "route_not_declared", w => w.SendAsync(HttpMethod.Post, "/api/v1/settings", Context(w, Agent), HostileWorld.Json("{}"), change: r => r.Headers.Add("X-HTTP-Method-Override", "PUT"))),
    ];

    private static string Context(HostileWorld w, string account) =>
        ForgedToken.For(w.Acme.ClientKey, "GET", "/x", w.Clock.GetUtcNow()).With("qsh", "context-qsh").With("sub", account).Signed(w.Acme.Secret);

    private static Task<int> FormAsync(HostileWorld w, string? session) => w.SendAsync(HttpMethod.Post, "/admin", null, new FormUrlEncodedContent(
        new Dictionary<string, string> { ["delivery"] = Guid.NewGuid().ToString(), ["decision"] = "skip" }.Concat(session is null ? [] : [new("session", session)])));

    private static async Task UsedAsync(HostileWorld w, ApiTokenRight right)
    {
        w.Kept = (await w.ApiTokenAsync(right)).Text;
        // The time of use is to the minute: after this call an attack at once does not move it.
        await w.SendAsync(HttpMethod.Get, "/api/v1/settings", w.Kept, scheme: "Bearer");
    }

    private static async Task RevokedAsync(HostileWorld w)
    {
        var made = await w.ApiTokenAsync(ApiTokenRight.Administer);
        w.Kept = made.Text;
        await using var scope = w.App.Services.GetRequiredService<IServiceScopeFactory>().Enter(w.Acme.Id);
        Assert.True(await scope.ServiceProvider.GetRequiredService<ManageApiTokens>().RevokeAsync(made.Token.Id, TestContext.Current.CancellationToken));
    }

    private static async Task ExpiredAsync(HostileWorld w)
    {
        w.Kept = (await w.ApiTokenAsync(ApiTokenRight.Administer)).Text;
        w.Clock.Advance(TimeSpan.FromDays(2));
    }

    private static Task AgedAsync(HostileWorld w)
    {
        w.Kept = w.Session("administration");
        w.Clock.Advance(TimeSpan.FromMinutes(16));
        return Task.CompletedTask;
    }
}
