using JsmConnector.AtlassianConnect.Authentication;
using JsmConnector.Incidents;
using JsmConnector.Installations;
using JsmConnector.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace JsmConnector.Postmortems.Screen;

public abstract record Admitted
{
    private Admitted() { }

    public sealed record Reader(Incident Incident, bool CanEdit) : Admitted;

    public sealed record Refused(int Status, PostmortemModel.Refused Model) : Admitted;
}

/// <summary>Permission first: whoever may not see a ticket must not learn from the answer whether it is an incident.</summary>
public sealed class AdmitReader(JsmConnectorContext database, SitePermissions permissions)
{
    public async Task<Admitted> AskAsync(string? issueKey, AtlassianPrincipal caller, CancellationToken cancellationToken)
    {
        if (caller.Kind != AccountKind.Agent)
            return Refused(StatusCodes.Status403Forbidden, "Postmortems are for the team", "Log in with the account that you work in Jira with.");
        var incident = string.IsNullOrEmpty(issueKey)
            ? null
            : await database.Set<Incident>().AsNoTracking().FirstOrDefaultAsync(i => i.IssueKey == issueKey, cancellationToken);
        if (incident is null)
            return NothingToSee();
        return await permissions.AskAsync(caller, SitePermissions.Browse, incident.IssueId, cancellationToken) switch
        {
            PermissionAnswer.Granted => new Admitted.Reader(
                incident, await permissions.AskAsync(caller, SitePermissions.Edit, incident.IssueId, cancellationToken) is PermissionAnswer.Granted),
            PermissionAnswer.NotKnown(var why) => Refused(StatusCodes.Status503ServiceUnavailable, why, "Load the page again in a minute."),
            _ => NothingToSee(),
        };
    }

    private static Admitted.Refused NothingToSee() =>
        Refused(StatusCodes.Status403Forbidden, "There is nothing here that you may see", "Check the key in the address, or ask for permission to browse the project.");

    private static Admitted.Refused Refused(int status, string title, string mend) => new(status, new PostmortemModel.Refused(title, mend));
}
