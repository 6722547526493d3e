using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using JsmConnector.AtlassianConnect.Authentication;
using JsmConnector.AtlassianConnect.Forge;
using JsmConnector.AtlassianConnect.SignedWebhooks;
using JsmConnector.Installations.ApiTokens;
using JsmConnector.IntegrationTests.Hostile;
using JsmConnector.IntegrationTests.WholeApp;
using JsmConnector.Operators.SignIn;
using JsmConnector.Platform.Database;
using JsmConnector.Tests.AtlassianConnect.Forge;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace JsmConnector.IntegrationTests.Tenancy;

/// <summary>One request of a walk: a route of the app with every parameter filled, and a key that its door takes.</summary>
public sealed record Step(RouteEndpoint Route, string Method, string Target, HttpRequestMessage Request)
{
    public override string ToString() => $"{Method} {Target}";
}

/// <summary>
/// Goes through every route that the app has, found by asking the app and not by a list: a route that is added tomorrow is walked tomorrow. Each
/// parameter (of the path, the query, a form or a JSON body) gets every given id. A door that nobody taught the walk to open makes it fail.
/// </summary>
public sealed class RouteWalk(InstalledSites app, Site caller, AtlassianPrincipal principal, IReadOnlyList<string> ids, string under)
{
    /// <summary>For a route that declares none.</summary>
    private static readonly string[] AnyMethod = ["GET", "POST"];

    private static readonly string[] FormFields = ["id", "delivery", "incident", "update", "token", "issue", "postmortem", "page", "destination"];

    /// <summary>One request at a time, so that what a step changed can be seen before the next.</summary>
    public async IAsyncEnumerable<(Step Step, HttpResponseMessage Answer, string Text)> GoAsync()
    {
        var apiToken = await ApiTokenAsync();
        foreach (var route in Routes(app.App).Where(route => $"/{route.RoutePattern.RawText!.TrimStart('/')}".StartsWith(under, StringComparison.Ordinal)))
        {
            foreach (var method in route.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? AnyMethod)
            {
                foreach (var step in Targets(route).SelectMany(target => Steps(route, method, target, apiToken)))
                {
                    var answer = await app.SendAsync(step.Request);
                    yield return (step, answer, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
                }
            }
        }
    }

    /// <summary>Everything but what operators use: they run the app and see every site.</summary>
    public static IEnumerable<RouteEndpoint> Routes(WebApplication app) => app.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        .Where(route => route.Metadata.GetMetadata<OperatorRequirement>() is null);

    /// <summary>Listed in RoutesTests, each with a reason of its own; walked without a key.</summary>
    public static bool IsForEverybody(RouteEndpoint route) => route.Metadata.GetMetadata<IAllowAnonymous>() is not null;

    private IEnumerable<string> Targets(RouteEndpoint route)
    {
        var inPath = route.RoutePattern.Parameters.Select(parameter => parameter.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var inQuery = (route.Metadata.GetMetadata<MethodInfo>()?.GetParameters() ?? [])
            .Where(parameter => parameter.ParameterType == typeof(string) && !inPath.Contains(parameter.Name!)).Select(parameter => parameter.Name!).ToList();
        foreach (var id in inPath.Count + inQuery.Count > 0 ? ids : ids.Take(1))
        {
            var path = string.Concat(route.RoutePattern.PathSegments.Select(segment => "/" + string.Concat(segment.Parts.Select(part => part switch
            {
                Microsoft.AspNetCore.Routing.Patterns.RoutePatternLiteralPart literal => literal.Content,
                Microsoft.AspNetCore.Routing.Patterns.RoutePatternSeparatorPart separator => separator.Content,
                _ => Uri.EscapeDataString(id),
            }))));
            yield return inQuery.Count == 0 ? path : $"{path}?{string.Join('&', inQuery.Select(name => $"{name}={Uri.EscapeDataString(id)}"))}";
        }
    }

    private IEnumerable<Step> Steps(RouteEndpoint route, string method, string target, string apiToken)
    {
        var keys = Keys(route, method, target, apiToken).ToList();
        Assert.True(keys.Count > 0, $"The walk has no key for {method} {target}. Teach RouteWalk.Keys what this door takes, so that the route is walked too.");
        return keys.SelectMany(open => Bodies(method, open.Form).Select(body =>
        {
            var request = new HttpRequestMessage(new HttpMethod(method), target) { Content = body };
            if (open.Authorization is not null)
                request.Headers.TryAddWithoutValidation("Authorization", open.Authorization);
            request.Headers.TryAddWithoutValidation("If-Match", "\"0\"");
            if (open.SignsBody)
                request.Headers.TryAddWithoutValidation("X-Hub-Signature", SignedSite.Sign(Encoding.UTF8.GetBytes(JsonBody), caller.Secret));
            return new Step(route, method, target, request);
        }));
    }

    /// <summary>What opens the door of a route for the caller: the key itself, and a form that carries one.</summary>
    private IEnumerable<(string? Authorization, string? Form, bool SignsBody)> Keys(RouteEndpoint route, string method, string target, string apiToken)
    {
        if (IsForEverybody(route))
            yield return (null, null, false);
        if (route.Metadata.GetMetadata<ConnectTokenRequirement>() is { } connect)
        {
            var token = ForgedToken.For(caller.ClientKey, method, target, app.Clock.GetUtcNow()).With("jti", Guid.NewGuid().ToString());
            yield return connect.Kind switch
            {
                ConnectTokenKind.SignedInstall => ($"JWT {token.Signed(caller.Secret)}", null, false),
                ConnectTokenKind.Computed => ($"JWT {token.Signed(caller.Secret)}", null, false),
                _ => ($"JWT {token.With("qsh", "context-qsh").With("sub", principal.AccountId).Signed(caller.Secret)}", null, false),
            };
            if (connect.Kind == ConnectTokenKind.Context)
            {
                foreach (var id in ids.Where(id => id.All(char.IsAsciiDigit)))
                    yield return ($"JWT {token.With("qsh", "context-qsh").With("sub", principal.AccountId).With("context", new { jira = new { issue = new { id } } }).Signed(caller.Secret)}", null, false);
            }
        }
        foreach (var module in route.Metadata.GetMetadata<ForgeTokenRequirement>()?.Modules ?? [])
            yield return ($"Bearer {app.Forge.Sign(ForgeClaims(module))}", null, false);
        if (route.Metadata.GetMetadata<SessionRequirement>() is { } session)
            yield return (null, app.App.Services.GetRequiredService<SessionTokens>().Issue(principal, session.Purpose), false);
        if (route.Metadata.GetMetadata<ApiTokenRequirement>() is not null && principal.Kind == AccountKind.Agent)
            yield return ($"Bearer {apiToken}", null, false);
        if (route.Metadata.GetMetadata<WebhookSignatureRequirement>() is not null)
            yield return (null, null, true);
    }

    /// <summary>Endpoints are called by Forge itself, screens for a person.</summary>
    private JsonObject ForgeClaims(string module)
    {
        var (now, installation) = (app.Clock.GetUtcNow(), $"ari:cloud:ecosystem::installation/{caller.ForgeName}");
        return module.StartsWith("ep-", StringComparison.Ordinal)
            ? FakeForge.Claims(now, module, cloudId: caller.ForgeName, installation: installation)
            : FakeForge.ScreenClaims(now, module, "jira:screen", principal.AccountId ?? "unidentified", caller.Jira.Url, caller.ForgeName, installation);
    }

    private IEnumerable<HttpContent?> Bodies(string method, string? session)
    {
        if (session is not null)
            return ids.SelectMany(id => new[] { "replay", "skip", "make", "revoke" }.Select(decision => (HttpContent)new FormUrlEncodedContent(
                FormFields.Select(name => new KeyValuePair<string, string>(name, id)).Concat([new("session", session), new("decision", decision), new("name", "planted"), new("right", "Read")]))));
        return method is "GET" or "HEAD" or "DELETE"
            ? [null]
            : [HostileWorld.Json(JsonBody)];
    }

    private string JsonBody => new JsonObject
    {
        ["words"] = new JsonObject { ["customers"] = "Spoken by whoever came through." },
        ["ids"] = JsonSerializer.SerializeToNode(ids),
        ["clientKey"] = ids[0],
    }.ToJsonString();

    private async Task<string> ApiTokenAsync()
    {
        await using var scope = app.App.Services.GetRequiredService<IServiceScopeFactory>().Enter(caller.Id);
        return (await scope.ServiceProvider.GetRequiredService<ManageApiTokens>().MakeAsync("walk", ApiTokenRight.Administer, TimeSpan.FromDays(1), principal.AccountId, TestContext.Current.CancellationToken)).Text;
    }
}
