using JsmConnector.Incidents;
using JsmConnector.Operators.Html;
using JsmConnector.Operators.SignIn;
using JsmConnector.Platform.Database;
using JsmConnector.Postmortems;
using JsmConnector.Postmortems.Screen;
using Microsoft.EntityFrameworkCore;

namespace JsmConnector.Operators.Sites;

/// <summary>`/operator/sites/{installation}/postmortems/{key}`: where the ticket's link leads on a site without our screens in Jira.</summary>
public sealed class ShowSitePostmortem(JsmConnectorContext database, ReadPostmortem read)
{
    public static void Map(RouteGroupBuilder site) =>
        site.MapGet("/postmortems/{key}", (string key, ShowSitePostmortem show, CancellationToken token) => show.ShowAsync(key, token)).RequireOperator();

    private async Task<IResult> ShowAsync(string issueKey, CancellationToken cancellationToken)
    {
        var incident = await database.Set<Incident>().AsNoTracking().FirstOrDefaultAsync(each => each.IssueKey == issueKey, cancellationToken);
        return incident is null
            ? OperatorPages.Refused(StatusCodes.Status404NotFound, "There is no incident of this ticket.", "Check the key in the address: a ticket that moved to another project has a new one.")
            : OperatorPages.Plain<PostmortemContent, PostmortemModel>($"Postmortem of {incident.IssueKey}", PostmortemModel.Of(incident.IssueKey, await read.ProgressAsync(incident.Id, cancellationToken)));
    }
}
