using JsmConnector.AtlassianConnect.Authentication;
using JsmConnector.AtlassianConnect.Forge;
using JsmConnector.Incidents;
using JsmConnector.Installations;
using JsmConnector.IssuePanel.Compose;
using JsmConnector.IssuePanel.Drafts;
using JsmConnector.IssuePanel.Drills;
using JsmConnector.Platform.Html;

namespace JsmConnector.IssuePanel;

public static class IssuePanelRegistration
{
    public const string Path = "/panel/issue";
    public const string SessionPurpose = "issue-panel";

    internal const string Kind = "issue-panel";
    private static readonly TimeSpan RefreshEvery = TimeSpan.FromSeconds(15);

    public static IServiceCollection AddIssuePanel(this IServiceCollection services) =>
        services.AddScoped<LoadIssuePanel>().AddScoped<IssueOfCaller>().AddScoped<LoadComposer>().AddSingleton<PreviewUpdate>().AddScoped<ActOnPanel>().AddScoped<LeadFromPanel>().AddScoped<LoadWriters>().AddScoped<ApproveFromPanel>().AddScoped<KeepDrafts>().AddScoped<IWaitingWords>(provider => provider.GetRequiredService<KeepDrafts>()).AddSingleton<ForgetDrafts>().AddSingleton(ForgetDrafts.Job).AddScoped<ShowPanel>();

    /// <summary>The panel beside a ticket, for people who may see that ticket; its buttons, for those who may edit it.</summary>
    public static IEndpointRouteBuilder MapIssuePanel(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(Path, ShowAsync).RequireConnectToken(ConnectTokenKind.Context).RequireForgeToken("incident-panel").WithName("IssuePanel");
        routes.MapPost(Path, ActAsync).RequireSession(SessionPurpose);
        PanelDrill.Map(routes);
        return routes;
    }

    private static Task<IResult> ShowAsync(HttpContext context, string? issueId, SiteOfCaller sites, IssueOfCaller issues, ShowPanel show, CancellationToken cancellationToken) =>
        PageAsync(context, issueId, sites, issues, show, _ => Task.FromResult(PanelAct.Nothing), cancellationToken);

    private static Task<IResult> ActAsync(
        HttpContext context, string? issueId, SiteOfCaller sites, IssueOfCaller issues, ShowPanel show, ActOnPanel act, CancellationToken cancellationToken) =>
        PageAsync(context, issueId, sites, issues, show, async id =>
            await act.ActAsync(context.GetAtlassianPrincipal(), id, await context.Request.ReadFormAsync(cancellationToken), cancellationToken), cancellationToken);

    private static async Task<IResult> PageAsync(
        HttpContext context, string? issueId, SiteOfCaller sites, IssueOfCaller issues, ShowPanel show, Func<string, Task<PanelAct>> act, CancellationToken cancellationToken)
    {
        if (await sites.FindAsync(cancellationToken) is not { } site)
            return Results.Unauthorized();
        var caller = context.GetAtlassianPrincipal();
        switch (await issues.FindAsync(caller, issueId, cancellationToken))
        {
            case IssueAccess.Refused(var refusal):
                return refusal.Page(site.Ancestors(), Kind);
            case IssueAccess.Seen(var id):
                var done = await act(id);
                var model = await show.LoadAsync(site, caller, id, $"{context.Request.PathBase}{Path}?issueId={id}", done, cancellationToken);
                var shell = new PageShell
                {
                    Title = "Public status",
                    IsInReadersLanguage = true,
                    Kind = Kind,
                    Ancestors = site.Ancestors(),
                    RefreshEvery = RefreshEvery,
                    StatusCode = done.StatusCode,
                    Style = "status.preview.css",
                    Script = "compose.js",
                };
                return new FramedPage<IssuePanelContent, IssuePanelModel>(shell, model);
            default:
                throw new InvalidOperationException("A caller sees the issue or is refused.");
        }
    }
}
