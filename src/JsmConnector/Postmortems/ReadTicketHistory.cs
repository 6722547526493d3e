using JsmConnector.AtlassianConnect.Client;
using JsmConnector.Installations;
using JsmConnector.Platform.Database;
using JsmConnector.Postmortems.Facts;

namespace JsmConnector.Postmortems;

/// <summary>What Jira answered when asked for a ticket's past.</summary>
public abstract record HistoryAnswer
{
    private HistoryAnswer() { }

    /// <summary>All of it, or the reason why Jira will never tell.</summary>
    public sealed record Final(TicketHistory History) : HistoryAnswer;

    /// <summary>Asking again may help.</summary>
    /// <param name="Delay">The shortest wait Jira asks for.</param>
    public sealed record Later(string Because, TimeSpan? Delay) : HistoryAnswer;
}

/// <summary>Asks Jira for changelog, comments and the meaning of statuses: all or nothing, so that a document never rests on half a history.</summary>
public sealed class ReadTicketHistory(JiraSites sites)
{
    public async Task<HistoryAnswer> AskAsync(InstallationId installation, string issueId, CancellationToken cancellationToken)
    {
        if (await sites.FindAsync(installation, cancellationToken) is not { } jira)
            return Never("the app is not enabled on the site");
        var changes = await jira.GetChangelogAsync(issueId, cancellationToken);
        if (changes is not JiraResult<IReadOnlyList<JiraChange>>.Ok(var entries))
            return Failed(changes);
        var comments = await jira.GetCommentsAsync(issueId, cancellationToken);
        if (comments is not JiraResult<IReadOnlyList<JiraComment>>.Ok(var notes))
            return Failed(comments);
        var statuses = await jira.GetStatusesAsync(cancellationToken);
        return statuses is JiraResult<IReadOnlyList<JiraStatus>>.Ok(var known)
            ? new HistoryAnswer.Final(new TicketHistory.Read(entries, notes, known.DistinctBy(status => status.Id).ToDictionary(status => status.Id, StringComparer.Ordinal)))
            : Failed(statuses);
    }

    private static HistoryAnswer Failed<T>(JiraResult<T> result) => result switch
    {
        JiraResult<T>.NotFound => Never("the ticket was deleted, or the app may not see it"),
        JiraResult<T>.Refused(var status, _) => Never($"Jira refused to show it (status {status.ToString(System.Globalization.CultureInfo.InvariantCulture)})"),
        JiraResult<T>.RateLimited(var delay, _) => new HistoryAnswer.Later("Jira limits how often it may be asked", delay),
        JiraResult<T>.Unreachable(var reason, var delay) => new HistoryAnswer.Later($"Jira could not be reached ({reason})", delay),
        _ => throw new InvalidOperationException("A failed result was expected."),
    };

    private static HistoryAnswer.Final Never(string because) => new(new TicketHistory.Missing(because));
}
