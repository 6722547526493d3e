using JsmConnector.AtlassianConnect.Authentication;
using JsmConnector.AtlassianConnect.Forge;
using JsmConnector.Incidents;
using JsmConnector.Installations;
using JsmConnector.Platform.Database;
using JsmConnector.Platform.Html;
using Microsoft.EntityFrameworkCore;

namespace JsmConnector.Postmortems;

/// <summary>`GET /postmortem?incident=KEY`: the general page inside Jira, for people who may see the ticket.</summary>
public sealed class ShowPostmortem(JsmConnectorContext database, ReadPostmortem read, SitePermissions permissions)
{
    public const string Path = "/postmortem";

    public static RouteHandlerBuilder Map(IEndpointRouteBuilder routes) =>
        routes.MapGet(Path, (string? incident, HttpContext context, ShowPostmortem show, CancellationToken cancellationToken) =>
                show.ShowAsync(incident, context.GetAtlassianPrincipal(), cancellationToken))
            .RequireConnectToken(ConnectTokenKind.Context).RequireForgeToken("postmortem")
            .WithName("Postmortem");

    private async Task<IResult> ShowAsync(string? issueKey, AtlassianPrincipal caller, CancellationToken cancellationToken)
    {
        var (status, model) = await DecideAsync(issueKey, caller, cancellationToken);
        var id = new InstallationId(caller.InstallationId);
        var site = await database.Set<Installation>().AsNoTracking().Where(i => i.Id == id)
            .Select(i => new { i.BaseUrl, i.DisplayUrl }).FirstOrDefaultAsync(cancellationToken);
        var shell = new PageShell
        {
            Title = issueKey is null ? "Postmortem" : $"Postmortem of {issueKey}",
            Kind = "postmortem-page",
            Ancestors = FrameAncestors.Of(site?.BaseUrl, site?.DisplayUrl),
            StatusCode = status,
        };
        return new FramedPage<PostmortemContent, PostmortemModel>(shell, model);
    }

    /// <summary>Permission first: whoever may not see a ticket must not learn from the answer whether it is an incident.</summary>
    private async Task<(int Status, PostmortemModel Model)> DecideAsync(string? issueKey, AtlassianPrincipal caller, CancellationToken cancellationToken)
    {
        if (caller.Kind != AccountKind.Agent)
            return Refused(StatusCodes.Status403Forbidden, "Postmortems are for the team", "Log in with the account that you work in Jira with.");
        var incident = string.IsNullOrEmpty(issueKey)
            ? null
            : await database.Set<Incident>().AsNoTracking().FirstOrDefaultAsync(i => i.IssueKey == issueKey, cancellationToken);
        if (incident is null)
            return NothingToSee();
        switch (await permissions.AskAsync(caller, SitePermissions.Browse, incident.IssueId, cancellationToken))
        {
            case PermissionAnswer.Granted:
                break;
            case PermissionAnswer.NotKnown(var why):
                return Refused(StatusCodes.Status503ServiceUnavailable, why, "Load the page again in a minute.");
            default:
                return NothingToSee();
        }
        return (StatusCodes.Status200OK, PostmortemModel.Of(incident.IssueKey, await read.ProgressAsync(incident.Id, cancellationToken)));
    }

    private static (int, PostmortemModel) NothingToSee() =>
        Refused(StatusCodes.Status403Forbidden, "There is nothing here that you may see", "Check the key in the address, or ask for permission to browse the project.");

    private static (int, PostmortemModel) Refused(int status, string title, string mend) => (status, new PostmortemModel.Refused(title, mend));
}
