using JsmConnector.AtlassianConnect.Authentication;
using JsmConnector.AtlassianConnect.Forge;
using JsmConnector.AtlassianConnect.SignedWebhooks;
using JsmConnector.Deliveries;
using JsmConnector.Incidents;
using JsmConnector.IntegrationTests.Database;
using JsmConnector.IntegrationTests.Screens;
using JsmConnector.IntegrationTests.WholeApp;
using JsmConnector.Platform.Database;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;

namespace JsmConnector.IntegrationTests.Tenancy;

/// <summary>The app with some routes that somebody could have forgotten to guard.</summary>
public sealed class SitesWithPlantedRoutes(PostgresServer postgres) : InstalledSites(postgres)
{
    public const string Root = "/planted/";
    public const string Leak = "/planted/leak/{issueKey}";
    public const string Open = "/planted/open-to-visitors";
    public const string Writes = "/planted/writes/{id}";
    public const string AnyMethod = "/planted/any-method/{issueKey}";
    public const string Everybody = "/planted/everybody/{issueKey}";

    protected override void Plant(WebApplication app)
    {
        app.MapGet(Leak, LeakAsync).RequireConnectToken(ConnectTokenKind.Context);
        app.Map(AnyMethod, LeakAsync).RequireConnectToken(ConnectTokenKind.Context);
        app.MapGet(Everybody, LeakAsync).AllowAnonymous();
        app.MapGet(Open, () => "no permission was asked").RequireConnectToken(ConnectTokenKind.Context).WelcomeVisitors();
        app.MapPost(Writes, async (string id, JsmConnectorContext database) =>
            await database.Database.ExecuteSqlAsync($"update incidents set issue_key = 'STOLEN-1' where issue_id = {id}"))
            .RequireConnectToken(ConnectTokenKind.Context);
    }

    private static async Task<IResult> LeakAsync(string issueKey, JsmConnectorContext database) =>
        Results.Json(await database.Set<Incident>().IgnoreQueryFilters([JsmConnectorContext.TenantFilter]).Where(i => i.IssueKey == issueKey).Select(i => i.Summary).ToListAsync());
}

public sealed class EveryRouteTests(InstalledSites app) : IClassFixture<InstalledSites>
{
    [Fact]
    public async Task Nothing_of_a_site_is_seen_or_changed_from_another_on_any_route() => Assert.Equal([], await TenantWalk.FindingsAsync(app));

    [Fact]
    public async Task Customers_and_visitors_come_in_nowhere_but_where_they_are_welcome() => Assert.Equal([], await TenantWalk.OpenToVisitorsAsync(app, ["/portal/header", "/portal/known", "/portal/state"]));

    [Fact]
    public void The_walk_sees_the_routes()
    {
        var routes = RouteWalk.Routes(app.App).Select(route => route.RoutePattern.RawText).ToList();

        Assert.Contains("/connect/webhooks", routes);
        Assert.Contains("/api/v1/incidents/{issueKey}/updates", routes);
        Assert.InRange(routes.Count, 14, 300);
    }
}

public sealed class PlantedRouteTests(SitesWithPlantedRoutes app) : IClassFixture<SitesWithPlantedRoutes>
{
    [Fact]
    public async Task A_planted_leak_and_a_planted_theft_are_found()
    {
        var findings = await TenantWalk.FindingsAsync(app, SitesWithPlantedRoutes.Root);

        foreach (var leak in new[] { "/planted/leak/", "/planted/any-method/", "/planted/everybody/" })
            Assert.Contains(findings, finding => finding.Contains(leak, StringComparison.Ordinal) && finding.Contains("shows", StringComparison.Ordinal));
        Assert.Contains(findings, finding => finding.Contains("/planted/writes/", StringComparison.Ordinal) && finding.Contains("changes", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_planted_route_that_welcomes_visitors_without_being_listed_is_found() =>
        Assert.Contains(await TenantWalk.OpenToVisitorsAsync(app, [], SitesWithPlantedRoutes.Root), finding => finding.Contains(SitesWithPlantedRoutes.Open, StringComparison.Ordinal));
}

internal static class TenantWalk
{
    private const string Person = "5b10ac8d82e05b22cc7d4ef5";
    private const string Issue = "41001";
    private const string Mark = "Lighthouse";

    /// <summary>Walks as an administrator of the other site, with all ids of this one.</summary>
    public static async Task<IReadOnlyList<string>> FindingsAsync(InstalledSites app, string under = "/")
    {
        var (incident, ids) = await FurnishAsync(app);
        var world = new Snapshots(app);
        var before = await world.TakeAsync(app.Acme);
        var findings = new List<string>();
        Step? last = null;
        async Task LookAsync()
        {
            if (last is { Method: not "GET" } && await world.TakeAsync(app.Acme) is var after && after != before)
            {
                findings.Add($"{last} changes rows of the other site.");
                before = after;
            }
        }
        await foreach (var (step, answer, text) in new RouteWalk(app, app.Rival, Caller(app, Person), ids, under).GoAsync())
        {
            // All keys and bodies of one address together: a look at every row costs more than a request.
            if (step.ToString() != last?.ToString())
                await LookAsync();
            last = step;
            var secrets = new[] { Mark, incident.Summary, app.Acme.Jira.Url, app.Acme.Secret, incident.Id.Public() };
            // What was sent may come back in an error; it is no secret of the other site.
            foreach (var shown in secrets.OfType<string>().Where(secret => text.Contains(secret, StringComparison.Ordinal) && !step.Target.Contains(secret, StringComparison.Ordinal)))
                findings.Add($"{step} shows {shown} ({(int)answer.StatusCode}).");
            // Whether the app is well is no matter of sites.
            if ((int)answer.StatusCode >= 500 && !step.Target.StartsWith("/health/", StringComparison.Ordinal))
                findings.Add($"{step} fails with {(int)answer.StatusCode}.");
        }
        await LookAsync();
        return [.. findings.Distinct()];
    }

    /// <summary>Walks the own site as a customer of the portal and as nobody.</summary>
    public static async Task<IReadOnlyList<string>> OpenToVisitorsAsync(InstalledSites app, IReadOnlyList<string> welcome, string under = "/")
    {
        var (_, ids) = await FurnishAsync(app);
        var findings = new List<string>();
        foreach (var account in new[] { null, "qm:0f0e0d0c:0a0b0c0d" })
        {
            await foreach (var (step, answer, _) in new RouteWalk(app, app.Acme, Caller(app, account) with { InstallationId = app.Acme.Id.Value }, ids.Take(2).ToList(), under).GoAsync())
            {
                var route = step.Route.RoutePattern.RawText!;
                var isForJira = step.Route.Metadata.GetMetadata<ConnectTokenRequirement>() is { Kind: not ConnectTokenKind.Context } || step.Route.Metadata.GetMetadata<WebhookSignatureRequirement>() is not null
                    || step.Route.Metadata.GetMetadata<ForgeTokenRequirement>()?.Modules.All(module => module.StartsWith("ep-", StringComparison.Ordinal)) == true;
                if (!isForJira && !RouteWalk.IsForEverybody(step.Route) && !welcome.Contains(route) && (int)answer.StatusCode is not (401 or 403))
                    findings.Add($"{step.Method} {route} answers a visitor with {(int)answer.StatusCode}. A route for visitors shows public words only and is listed here.");
            }
        }
        return [.. findings.Distinct()];
    }

    private static AtlassianPrincipal Caller(InstalledSites app, string? account) => new()
    {
        InstallationId = app.Rival.Id.Value,
        AccountId = account,
        Kind = AtlassianPrincipals.KindOf(account),
        Source = PrincipalSource.Connect,
        IssuedAt = app.Clock.GetUtcNow(),
    };

    private static async Task<(Incident Incident, IReadOnlyList<string> Ids)> FurnishAsync(InstalledSites app)
    {
        foreach (var site in new[] { app.Acme, app.Rival })
        {
            site.Jira.Administrators.Add(Person);
            foreach (var permission in new[] { "BROWSE_PROJECTS", "EDIT_ISSUES" })
                site.Jira.Grant(Person, permission, Issue);
        }
        await app.TellAsync(app.Acme, TicketEvent.Of(Issue).Components(Mark).With("summary", "The keeper of the lighthouse sleeps").ToJsonString(), "first");
        await app.DrainAsync();
        var incident = (await app.RowsAsync<Incident>(app.Acme)).Single(incident => incident.IssueId == Issue);
        var update = (await app.RowsAsync<IncidentUpdate>(app.Acme)).First(update => update.IncidentId == incident.Id);
        var dead = Rows.Delivery(incident, DeliveryState.Failed, "The key is wrong.");
        await app.InAsync(app.Acme, database =>
        {
            database.Add(dead);
            return database.SaveChangesAsync(TestContext.Current.CancellationToken);
        });
        return (incident, [Issue, incident.IssueKey, incident.Id.Value.ToString(), update.Id.Public(), update.Id.Value.ToString(), dead.Id.Value.ToString(), app.Acme.Id.Value.ToString(), app.Acme.ClientKey]);
    }
}
