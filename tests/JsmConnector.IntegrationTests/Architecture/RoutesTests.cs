using JsmConnector.AtlassianConnect.Authentication;
using JsmConnector.AtlassianConnect.SignedWebhooks;
using JsmConnector.Installations.ApiTokens;
using JsmConnector.IntegrationTests.WholeApp;
using JsmConnector.Operators.SignIn;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace JsmConnector.IntegrationTests.Architecture;

/// <summary>Every route wants a token, but for the few that are for everybody. What is not declared is shut.</summary>
public sealed class RoutesTests(InstalledSites app) : IClassFixture<InstalledSites>
{
    private static readonly string[] ForEverybody = ["/", "/health/live", "/health/ready", "/assets/{file}", "/atlassian-connect.json", "/schemas/settings.json", "/openapi/{documentName}.json", "/operator/sign-in", "/readers/leave", "/readers/choices", "/receipts/mail", "/receipts/twilio/{installation:guid}/{delivery:guid}", "/slack/{installation:guid}"];

    [Fact]
    public void Only_the_listed_routes_do_without_a_token() => Assert.Equal([], Violations(RoutesOf(app.App)));

    [Fact]
    public void The_rule_sees_the_routes()
    {
        var paths = RoutesOf(app.App).Select(Path).ToList();

        Assert.Contains("/connect/webhooks", paths);
        Assert.All(ForEverybody, path => Assert.Contains(path, paths));
        Assert.InRange(paths.Count, 18, 200);
    }

    [Fact]
    public async Task Each_route_answers_a_stranger_with_401()
    {
        foreach (var route in RoutesOf(app.App).Where(route => !ForEverybody.Contains(Path(route))))
        {
            foreach (var method in route.Metadata.GetRequiredMetadata<IHttpMethodMetadata>().HttpMethods)
            {
                var answer = await app.SendAsync(new HttpRequestMessage(new HttpMethod(method), System.Text.RegularExpressions.Regex.Replace(Path(route), @"\{.*?\}", "1", default, TimeSpan.FromSeconds(1))));

                Assert.True(answer.StatusCode == System.Net.HttpStatusCode.Unauthorized, $"{method} {Path(route)} answers a stranger with {answer.StatusCode}.");
            }
        }
    }

    /// <summary>The contract: whatever is under /api/v1 takes an API token too.</summary>
    [Fact]
    public void Every_route_of_the_api_takes_api_tokens() => Assert.Equal([], RoutesOf(app.App)
        .Where(route => Path(route).StartsWith("/api/v1/", StringComparison.Ordinal) && route.Metadata.GetMetadata<ApiTokenRequirement>() is null)
        .Select(route => $"{Path(route)} takes no API token. Declare RequireApiCaller."));

    [Fact]
    public async Task Planted_routes_are_found()
    {
        var builder = WebApplication.CreateSlimBuilder();
        await using var planted = builder.Build();
        planted.MapGet("/forgotten", () => "");
        planted.MapGet("/open", () => "").AllowAnonymous();
        planted.MapGet("/policy-without-token", () => "").RequireAuthorization();
        planted.MapGet("/opened-again", () => "").RequireConnectToken(ConnectTokenKind.Context).AllowAnonymous();
        planted.MapGet("/declared-only", () => "").WithMetadata(new SessionRequirement("planted"));
        planted.MapGet("/fine", () => "").RequireConnectToken(ConnectTokenKind.Context);
        planted.MapGet("/fine-for-programs", () => "").RequireApiCaller();
        planted.MapPost("/fine-too", () => "").RequireSession("planted");
        planted.MapPost("/signed-without-policy", () => "").WithMetadata(new WebhookSignatureRequirement("installation", 1));
        planted.MapPost("/signed/{installation}", () => "").RequireWebhookSignature("installation", 1);
        planted.MapPost("/operators", () => "").RequireOperator();
        planted.MapGet("/health/live", () => "").AllowAnonymous();

        Assert.Equal(
            ["/declared-only", "/forgotten", "/open", "/opened-again", "/policy-without-token", "/signed-without-policy"],
            Violations(RoutesOf(planted)).Select(violation => violation.Split(' ')[0]).Order(StringComparer.Ordinal));
    }

    private static IReadOnlyList<string> Violations(IEnumerable<RouteEndpoint> routes) =>
        [.. routes.Where(route => !ForEverybody.Contains(Path(route)) && !WantsToken(route))
            .Select(route => $"{Path(route)} lets strangers in. Declare RequireConnectToken or RequireSession; if it is for everybody, list it here with AllowAnonymous.")];

    private static bool WantsToken(RouteEndpoint route)
    {
        var policies = route.Metadata.GetOrderedMetadata<IAuthorizeData>().Select(data => data.Policy).ToList();
        return route.Metadata.GetMetadata<IAllowAnonymous>() is null
            && (route.Metadata.GetMetadata<ConnectTokenRequirement>() is not null && policies.Contains(ConnectAuthentication.ConnectPolicy)
                || route.Metadata.GetMetadata<SessionRequirement>() is not null && policies.Contains(ConnectAuthentication.SessionPolicy)
                || route.Metadata.GetMetadata<ApiTokenRequirement>() is not null && policies.Contains(ApiTokenRegistration.Policy)
                || route.Metadata.GetMetadata<JsmConnector.AtlassianConnect.Forge.ForgeTokenRequirement>() is not null && policies.Contains(JsmConnector.AtlassianConnect.Forge.ForgeRegistration.Policy)
                || route.Metadata.GetMetadata<WebhookSignatureRequirement>() is not null && policies.Contains(SignedWebhooksRegistration.Policy)
                || route.Metadata.GetMetadata<OperatorRequirement>() is not null && policies.Contains(OperatorAuthentication.Policy));
    }

    private static IEnumerable<RouteEndpoint> RoutesOf(WebApplication app) =>
        ((IEndpointRouteBuilder)app).DataSources.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>();

    private static string Path(RouteEndpoint route) => "/" + route.RoutePattern.RawText!.TrimStart('/');
}
