using JsmConnector.Incidents;
using JsmConnector.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace JsmConnector.Postmortems;

/// <summary>Notes where a postmortem can be found. One statement, because several places finish at the same time and none may overwrite the other's.</summary>
internal static class AddLink
{
    public static Task AddAsync(JsmConnectorContext database, InstallationId site, IncidentId incident, string url, CancellationToken cancellationToken) =>
        database.Database.ExecuteSqlAsync(
            $"""
            update postmortems set links = array_append(links, {url})
            where installation_id = {site.Value} and incident_id = {incident.Value} and not {url} = any(links)
            """,
            cancellationToken);
}
