using Hangfire;
using JsmConnector.Incidents;
using JsmConnector.Installations.Settings;
using JsmConnector.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace JsmConnector.Postmortems;

public abstract record AskedForPostmortem
{
    private AskedForPostmortem() { }

    /// <summary>It is written in a moment, or its facts are renewed.</summary>
    public sealed record Queued : AskedForPostmortem;

    public sealed record Refused(string Reason, string Mend) : AskedForPostmortem;
}

/// <summary>A person wants the postmortem of one incident now: the first one, or one with the newest facts. Asking twice writes once.</summary>
public sealed class AskForPostmortem(JsmConnectorContext database, CurrentSettings settings, IBackgroundJobClient jobs, TimeProvider clock)
{
    public async Task<AskedForPostmortem> AskAsync(Incident incident, CancellationToken cancellationToken)
    {
        if (incident.Stage != Stage.Resolved || incident.ResolvedAt is not { } resolvedAt)
            return new AskedForPostmortem.Refused("The incident is not over.", "Resolve the ticket first; then ask again.");
        if (PostmortemPolicy.Of(incident, (await settings.GetAsync(incident.InstallationId, cancellationToken)).Postmortems) == PostmortemNeed.None)
            return new AskedForPostmortem.Refused("The settings of the site want no postmortem of such incidents.", "Ask a Jira administrator to change postmortems.policy in the settings.");
        await PutAsync(database, incident.InstallationId, incident.Id, resolvedAt, clock.GetUtcNow(), cancellationToken);
        var (installation, id) = (incident.InstallationId.Value, incident.Id.Value);
        // The row counts; the sweep follows should this job be lost.
        jobs.Enqueue<GeneratePostmortem>(generate => generate.RunAsync(installation, id));
        return new AskedForPostmortem.Queued();
    }

    /// <summary>One statement, so that two who ask at once make one row. A run under way may have read what is no longer true: it loses its claim.</summary>
    internal static Task<int> PutAsync(
        JsmConnectorContext database, InstallationId installation, IncidentId incident, DateTimeOffset resolvedAt, DateTimeOffset now, CancellationToken cancellationToken) =>
        database.Database.ExecuteSqlAsync(
            $"""
            insert into postmortems (installation_id, incident_id, state, resolved_at, due_at, generation, needs_refresh, links, attempts, created_at)
            values ({installation.Value}, {incident.Value}, 'Scheduled', {resolvedAt}, {now}, 0, false, array[]::text[], 0, {now})
            on conflict (installation_id, incident_id) do update set due_at = {now}, attempts = 0, problem = null, lease = null, leased_until = null
            """, cancellationToken);
}
