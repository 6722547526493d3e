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
    public sealed record Final(TicketHistory History, TicketSurroundings Surroundings) : HistoryAnswer;

    /// <summary>Asking again may help.</summary>
    /// <param name="Delay">The shortest wait Jira asks for.</param>
    public sealed record Later(WhyMissing Why, TimeSpan? Delay) : HistoryAnswer;
}

/// <summary>
/// Asks Jira for changelog, comments and the meaning of statuses: all or nothing, so that a document never rests on half a history. What lies
/// around the ticket (links, service levels, approvals) is asked for too and may be missing part by part.
/// </summary>
public sealed class ReadTicketHistory(JiraSites sites)
{
    public async Task<HistoryAnswer> AskAsync(InstallationId installation, string issueId, string siteUrl, CancellationToken cancellationToken)
    {
        if (await sites.FindAsync(installation, cancellationToken) is not { } jira)
            return Never(WhyMissing.AppIsOff);
        var changes = await jira.GetChangelogAsync(issueId, cancellationToken);
        if (changes is not JiraResult<IReadOnlyList<JiraChange>>.Ok(var entries))
            return Failed(changes);
        var comments = await jira.GetCommentsAsync(issueId, cancellationToken);
        if (comments is not JiraResult<IReadOnlyList<JiraComment>>.Ok(var notes))
            return Failed(comments);
        var statuses = await jira.GetStatusesAsync(cancellationToken);
        if (statuses is not JiraResult<IReadOnlyList<JiraStatus>>.Ok(var known))
            return Failed(statuses);
        var byId = known.DistinctBy(status => status.Id).ToDictionary(status => status.Id, StringComparer.Ordinal);
        return new HistoryAnswer.Final(
            new TicketHistory.Read(entries, notes, byId), await ReadSurroundings.AskAsync(jira, issueId, siteUrl, cancellationToken));
    }

    private static HistoryAnswer Failed<T>(JiraResult<T> result) => result switch
    {
        JiraResult<T>.NotFound => Never(WhyMissing.GoneOrHidden),
        JiraResult<T>.Refused => Never(WhyMissing.Refused),
        JiraResult<T>.RateLimited(var delay, _) => new HistoryAnswer.Later(WhyMissing.Busy, delay),
        JiraResult<T>.Unreachable(_, var delay) => new HistoryAnswer.Later(WhyMissing.Unreachable, delay),
        _ => throw new InvalidOperationException("A failed result was expected."),
    };

    private static HistoryAnswer.Final Never(WhyMissing why) => new(new TicketHistory.Missing(why), TicketSurroundings.Unknown);
}
