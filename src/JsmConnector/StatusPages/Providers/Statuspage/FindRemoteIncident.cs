namespace JsmConnector.StatusPages.Providers.Statuspage;

/// <summary>
/// Searches a page for the incident that carries our marker. The API's own search does not look into metadata, so lists are read
/// page by page; a list tells no total and ends with a short page.
/// </summary>
public sealed class FindRemoteIncident(StatuspageClient client)
{
    private const int MostPages = 5;

    /// <summary>Room for clocks that differ.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromHours(1);

    /// <returns>The incident, or null with no failure when the page has none, or the failure.</returns>
    public async Task<(RemoteIncident? Found, StatuspageAnswer? Failure)> FindAsync(
        StatuspageAccess access, MirrorTask task, StatuspageStep.Find step, CancellationToken cancellationToken)
    {
        // The list of unresolved incidents holds no planned work.
        if (task.Incident.Window is not null)
            return await SearchAsync(page => client.ListAsync(access, page, cancellationToken), task, step.Since - Margin);
        var (found, failure) = await SearchAsync(page => client.ListUnresolvedAsync(access, page, cancellationToken), task, null);
        return found is null && failure is null && step.EndedToo
            ? await SearchAsync(page => client.ListAsync(access, page, cancellationToken), task, step.Since - Margin)
            : (found, failure);
    }

    /// <param name="since">Incidents come newest first; beyond one made before this there cannot be ours.</param>
    private static async Task<(RemoteIncident? Found, StatuspageAnswer? Failure)> SearchAsync(
        Func<int, Task<StatuspageAnswer>> list, MirrorTask task, DateTimeOffset? since)
    {
        for (var page = 1; page <= MostPages; page++)
        {
            if (await list(page) is var answer && answer is not StatuspageAnswer.Ok ok)
                return (null, answer);
            var incidents = RemoteIncident.ReadList(ok.Body);
            if (incidents.FirstOrDefault(incident => UpdateMarker.IsOurs(incident, task)) is { } ours)
                return (ours, null);
            if (incidents.Count < StatuspageClient.PageSize || incidents[^1].CreatedAt < since)
                break;
        }

        return (null, null);
    }
}
