using System.Text.Json;
using JsmConnector.AtlassianConnect.Client;
using JsmConnector.Deliveries;
using JsmConnector.Incidents;
using JsmConnector.Incidents.Explanations;
using JsmConnector.Installations;
using JsmConnector.Installations.Settings;
using JsmConnector.Platform.Database;
using JsmConnector.Webhooks;
using JsmConnector.Webhooks.Reconciliation;

namespace JsmConnector.Administration.Explain;

/// <param name="Deliveries">Where its first word would go.</param>
public sealed record ExplainedIssue(Explanation Explanation, IReadOnlyList<string> Deliveries);

/// <param name="Then">Under the edited settings; null when there are none.</param>
public sealed record ExplainedPair(ExplainedIssue Now, ExplainedIssue? Then);

/// <summary>Reads tickets from Jira and explains them, under the settings in force and under edited ones that nobody saved. Changes nothing.</summary>
public sealed class ExplainIssues(JiraSites sites, SiteCatalogs catalogs, CurrentSettings current, PlanDeliveries planners, TimeProvider clock)
{
    public const int Most = 50;

    /// <summary>Tickets of service projects that were touched within three months, newest first.</summary>
    private const string Newest = "projectType not in (software, business) AND updated >= -129600m ORDER BY updated DESC";

    /// <returns>Null, and why Jira did not tell.</returns>
    public async Task<(ExplainedPair? Pair, string? Problem)> OneAsync(InstallationId site, string issueKey, InstallationSettings? edited, CancellationToken cancellationToken)
    {
        if (await sites.FindAsync(site, cancellationToken) is not { } jira)
            return (null, "The app has no credentials for this site.");
        var (issue, problem) = Answer(await jira.GetIssueAsync(issueKey, RestSnapshot.Fields, cancellationToken));
        if (problem is not null)
            return (null, problem);
        var pairs = await ExplainAsync(site, [issue], edited, cancellationToken);
        return pairs.Count == 1 ? (pairs[0], null) : (null, "Jira's answer holds no ticket.");
    }

    public async Task<(IReadOnlyList<ExplainedPair>? Pairs, string? Problem)> NewestAsync(InstallationId site, InstallationSettings? edited, CancellationToken cancellationToken)
    {
        if (await sites.FindAsync(site, cancellationToken) is not { } jira)
            return (null, "The app has no credentials for this site.");
        var (page, problem) = Answer(await jira.SearchAsync(Newest, RestSnapshot.Fields, null, cancellationToken, Most));
        return problem is not null ? (null, problem) : (await ExplainAsync(site, [.. page!.Issues.Take(Most)], edited, cancellationToken), null);
    }

    private async Task<IReadOnlyList<ExplainedPair>> ExplainAsync(InstallationId site, IReadOnlyList<JsonElement> issues, InstallationSettings? edited, CancellationToken cancellationToken)
    {
        var (catalog, settings, now) = (await catalogs.GetAsync(site, cancellationToken), await current.GetAsync(site, cancellationToken), clock.GetUtcNow());
        return [.. issues.Select(issue => Explain(site, issue, catalog, settings, now) is { } before
            ? new ExplainedPair(before, edited is null ? null : Explain(site, issue, catalog, edited, now))
            : null).OfType<ExplainedPair>()];
    }

    /// <summary>Read under the rules it is explained by: a snapshot keeps the fields that some rule reads.</summary>
    private ExplainedIssue? Explain(InstallationId site, JsonElement issue, SiteCatalog catalog, InstallationSettings settings, DateTimeOffset now)
    {
        catalog = catalog with { Rules = settings.Rules };
        if (ReadIssue.From(issue, catalog, now, false) is not { } snapshot)
            return null;
        var explanation = ExplainTicket.Of(snapshot, catalog, now, settings);
        return new ExplainedIssue(explanation, explanation is { State: { } state, Words: { } words } ? Deliveries(site, snapshot, state, words, settings, now) : []);
    }

    /// <summary>Asks the planners as the pipeline does, about an incident that exists nowhere.</summary>
    private IReadOnlyList<string> Deliveries(InstallationId site, IssueSnapshot snapshot, IncidentState state, string words, InstallationSettings settings, DateTimeOffset now)
    {
        var incident = SketchIncident.Of(site, snapshot.IssueId, state, null);
        var update = SketchIncident.FirstUpdate(incident, words, now);
        return [.. planners.Planned(new IncidentChange(incident, update, null, settings, now)).Select(planned => $"{DestinationNames.Of(planned.Channel, planned.Destination)} ({planned.Audience})").Distinct()];
    }

    private static (T? Value, string? Problem) Answer<T>(JiraResult<T> result) => result switch
    {
        JiraResult<T>.Ok(var value) => (value, null),
        JiraResult<T>.NotFound => (default, "Jira knows no such ticket, or does not show it to the app."),
        JiraResult<T>.RateLimited => (default, "Jira limits how often it may be asked at the moment. Try again in a minute."),
        JiraResult<T>.Refused(var status, _) => (default, string.Create(System.Globalization.CultureInfo.InvariantCulture, $"Jira refuses to tell ({status}).")),
        _ => (default, "Jira could not be reached. Try again in a minute."),
    };
}
