using JsmConnector.AtlassianConnect.Authentication;
using JsmConnector.Incidents;
using JsmConnector.Installations;
using JsmConnector.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace JsmConnector.Api;

public abstract record FoundIncident
{
    private FoundIncident() { }

    public sealed record Found(Incident Incident) : FoundIncident;

    public sealed record Refused(IResult Answer) : FoundIncident;
}

/// <summary>The incident that a route names by key or id, for a caller who has the right to it.</summary>
public sealed class IncidentOfRoute(JsmConnectorContext database, SitePermissions permissions)
{
    public async Task<FoundIncident> FindAsync(HttpContext context, string issueKey, string permission, CancellationToken cancellationToken)
    {
        var incident = await database.Set<Incident>().AsNoTracking().FirstOrDefaultAsync(i => i.IssueKey == issueKey || i.IssueId == issueKey, cancellationToken);
        if (incident is null)
            return new FoundIncident.Refused(Problem.NotFound("issueKey", $"No incident is known for the ticket {issueKey}.", "Check the key; tickets become incidents by the rules in the settings."));
        var refusal = await permissions.RefuseUnlessAsync(context.GetAtlassianPrincipal(), permission, incident.IssueId, cancellationToken);
        return refusal is null ? new FoundIncident.Found(incident) : new FoundIncident.Refused(refusal);
    }
}
