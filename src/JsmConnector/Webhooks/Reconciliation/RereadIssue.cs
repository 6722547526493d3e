using System.Text.Json;
using JsmConnector.AtlassianConnect.Client;
using JsmConnector.Incidents;
using JsmConnector.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace JsmConnector.Webhooks.Reconciliation;

/// <summary>
/// Asks Jira for one issue as it is now and takes it when it is newer than what we hold. For events that carry no snapshot or whose order is unknown,
/// and for tickets that may be gone. Safe to repeat.
/// </summary>
public sealed class RereadIssue(JsmConnectorContext database, StoreMissed store, TimeProvider clock)
{
    /// <param name="issueId">The numeric id: a moved issue is found by it and answers with its new key.</param>
    public async Task<Step> RunAsync(JiraClient jira, InstallationId installation, string issueId, CancellationToken cancellationToken)
    {
        // What Jira tells after this moment is newer than its answer.
        var askedAt = clock.GetUtcNow();
        return await jira.GetIssueAsync(issueId, RestSnapshot.Fields, cancellationToken) switch
        {
            JiraResult<JsonElement>.Ok(var issue) => Step.Of(await store.AddAsync(installation, [issue], cancellationToken)),
            JiraResult<JsonElement>.NotFound => await GoneAsync(jira, installation, issueId, askedAt, cancellationToken),
            var failed => Step.Of(failed),
        };
    }

    /// <summary>A ticket that was gone may only have been hidden, and coming into sight again is no edit that any search finds.</summary>
    public async Task<Step> LookAgainAsync(JiraClient jira, InstallationId installation, string issueId, DateTimeOffset hiddenAt, CancellationToken cancellationToken)
    {
        var seenAt = clock.GetUtcNow();
        return await jira.GetIssueAsync(issueId, RestSnapshot.Fields, cancellationToken) switch
        {
            JiraResult<JsonElement>.Ok(var issue) => Step.Of(await store.AddReturnAsync(installation, issueId, issue, hiddenAt, seenAt)),
            JiraResult<JsonElement>.NotFound => new Step.Done(0),
            var failed => Step.Of(failed),
        };
    }

    /// <summary>Jira says 404 for "deleted" and for "not yours to see": only with its project in sight is the issue itself gone or closed to everybody outside.</summary>
    private async Task<Step> GoneAsync(JiraClient jira, InstallationId installation, string issueId, DateTimeOffset askedAt, CancellationToken cancellationToken)
    {
        var held = await database.Set<Incident>().AsNoTracking().Where(incident => incident.IssueId == issueId && !incident.Deleted)
            .Select(incident => new { incident.IssueKey, incident.SnapshotAt }).FirstOrDefaultAsync(cancellationToken);
        if (held is not { IssueKey: var key } || key.LastIndexOf('-') is not (> 0 and var dash))
            return new Step.Done(0);
        return await jira.GetProjectAsync(key[..dash], cancellationToken) switch
        {
            JiraResult<JsonElement>.Ok => Step.Of(await store.AddDeletionAsync(installation, issueId, key, held.SnapshotAt, askedAt)),
            JiraResult<JsonElement>.NotFound => new Step.Done(0, $"The app may no longer see the project {key[..dash]}, so the state of {key} is not known. Give the app access to the project."),
            var failed => Step.Of(failed),
        };
    }
}

/// <summary>What became of one question to Jira.</summary>
public abstract record Step
{
    /// <param name="Healed">Snapshots put into the inbox.</param>
    /// <param name="Problem">Something that a person should know, which a repeat does not mend.</param>
    public sealed record Done(int Healed, string? Problem = null) : Step;

    /// <param name="Wait">The shortest wait; null when nobody named one.</param>
    public sealed record Later(string Because, TimeSpan? Wait) : Step;

    /// <summary>The same question will be refused again.</summary>
    public sealed record Refused(string Because) : Step;

    public static Step Of(int? stored) => stored is { } healed ? new Done(healed) : new Later("The inbox is full.", TimeSpan.FromSeconds(5));

    public static Step Of<T>(JiraResult<T> failed) => failed switch
    {
        JiraResult<T>.RateLimited(var delay, var reason) => new Later($"Jira limits how often it may be asked ({reason ?? "no reason given"}).", delay),
        JiraResult<T>.Unreachable(var reason, var delay) => new Later($"Jira could not be reached ({reason}).", delay),
        JiraResult<T>.Refused(var status, var message) => new Refused($"Jira refused ({status.ToString(System.Globalization.CultureInfo.InvariantCulture)}: {message})."),
        JiraResult<T>.NotFound => new Refused("Jira does not know what was asked for (404)."),
        _ => throw new InvalidOperationException("A failed result was expected."),
    };
}
