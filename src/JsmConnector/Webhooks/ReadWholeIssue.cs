using System.Text.Json;
using JsmConnector.AtlassianConnect.Client;
using JsmConnector.Incidents;
using JsmConnector.Installations;
using JsmConnector.Platform.Database;
using JsmConnector.Webhooks.Reconciliation;

namespace JsmConnector.Webhooks;

public abstract record WholeIssue
{
    private WholeIssue() { }

    public sealed record Known(Intent Intent) : WholeIssue;

    /// <param name="Why">For the row in the inbox.</param>
    public sealed record NotNow(string Why, TimeSpan Pause) : WholeIssue;
}

/// <summary>
/// Between steps three and four for events that tell only part of an issue (Forge's): the rest is read from Jira. A missing field means nothing in
/// them; a missing security level would publish what must not be.
/// </summary>
public sealed class ReadWholeIssue(JiraSites sites, TimeProvider clock)
{
    /// <summary>Shorter than a call may take elsewhere: events of other tickets wait beside this one.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(15);

    /// <summary>A new token may come along with Forge's next call.</summary>
    private static readonly TimeSpan RefusedPause = TimeSpan.FromMinutes(1);

    public async Task<WholeIssue> ReadAsync(InstallationId installation, Intent.Observe partial, SiteCatalog catalog, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        try
        {
            return await sites.FindAsync(installation, cancellationToken) is { } jira
                ? Of(await jira.GetIssueAsync(partial.Snapshot.IssueId, RestSnapshot.Fields, patience.Token), partial, catalog)
                : new WholeIssue.NotNow("Jira cannot be asked for the whole ticket: no door has a credential.", Pause);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new WholeIssue.NotNow("Jira did not answer in time when asked for the whole ticket.", Pause);
        }
    }

    private WholeIssue Of(JiraResult<JsonElement> answer, Intent.Observe partial, SiteCatalog catalog) => answer switch
    {
        JiraResult<JsonElement>.Ok(var issue) when ReadIssue.From(issue, catalog, clock.GetUtcNow(), false) is { } snapshot => new WholeIssue.Known(new Intent.Observe(snapshot, partial.Facts)),
        // Deleted, or not ours to see: which of both is found out by comparing with Jira.
        JiraResult<JsonElement>.Ok or JiraResult<JsonElement>.NotFound => new WholeIssue.Known(new Intent.NotOurs("Jira does not show this ticket to the app")),
        var failed => Step.Of(failed) switch
        {
            Step.Later(var why, var wait) => new WholeIssue.NotNow(why, wait > Pause ? wait.Value : Pause),
            Step.Refused(var why) => new WholeIssue.NotNow(why, RefusedPause),
            _ => throw new InvalidOperationException("A failed question waits or is refused."),
        },
    };
}
