using JsmConnector.AtlassianConnect.Authentication;
using JsmConnector.AtlassianConnect.Forge;
using JsmConnector.Installations;
using JsmConnector.Platform.Html;

namespace JsmConnector.IssuePanel;

public static class IssuePanelRegistration
{
    public const string Path = "/panel/issue";

    private const string Kind = "issue-panel";
    private static readonly TimeSpan RefreshEvery = TimeSpan.FromSeconds(15);

    public static IServiceCollection AddIssuePanel(this IServiceCollection services) =>
        services.AddScoped<LoadIssuePanel>().AddScoped<IssueOfCaller>();

    /// <summary>The panel beside a ticket, for people who may see that ticket.</summary>
    public static IEndpointRouteBuilder MapIssuePanel(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(Path, ShowAsync).RequireConnectToken(ConnectTokenKind.Context).RequireForgeToken("incident-panel").WithName("IssuePanel");
        return routes;
    }

    private static async Task<IResult> ShowAsync(
        HttpContext context, string? issueId, SiteOfCaller sites, IssueOfCaller issues, LoadIssuePanel load, CancellationToken cancellationToken)
    {
        if (await sites.FindAsync(cancellationToken) is not { } site)
            return Results.Unauthorized();
        switch (await issues.FindAsync(context.GetAtlassianPrincipal(), issueId, cancellationToken))
        {
            case IssueAccess.Refused(var refusal):
                return refusal.Page(site.Ancestors(), Kind);
            case IssueAccess.Seen(var id):
                var model = await load.LoadAsync(site, id, cancellationToken);
                var shell = new PageShell { Title = "Public status", Kind = Kind, Ancestors = site.Ancestors(), RefreshEvery = RefreshEvery };
                return new FramedPage<IssuePanelContent, IssuePanelModel>(shell, model);
            default:
                throw new InvalidOperationException("A caller sees the issue or is refused.");
        }
    }
}
