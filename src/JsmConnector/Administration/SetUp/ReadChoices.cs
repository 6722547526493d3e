using JsmConnector.AtlassianConnect.Client;
using JsmConnector.Installations;
using JsmConnector.Platform.Database;

namespace JsmConnector.Administration.SetUp;

/// <summary>What the site has to choose from, asked when a step is shown. Null of anything: Jira did not tell.</summary>
public sealed class ReadChoices(JiraSites sites)
{
    public const int MostProjects = 10;
    private const int MostSources = 200;
    private static readonly string[] Named = ["components", "labels", "project"];

    public async Task<IReadOnlyList<JiraProject>?> ProjectsAsync(InstallationId site, string query, CancellationToken cancellationToken) =>
        await sites.FindAsync(site, cancellationToken) is { } jira && (await jira.FindServiceProjectsAsync(query, cancellationToken)).ValueOrDefault() is { } found ? [.. found.Take(MostProjects)] : null;

    public async Task<IReadOnlyList<(JiraProject Project, IReadOnlyList<JiraIssueType> Types)>?> TypesAsync(InstallationId site, string query, CancellationToken cancellationToken)
    {
        if (await ProjectsAsync(site, query, cancellationToken) is not { } projects || await sites.FindAsync(site, cancellationToken) is not { } jira)
            return null;
        var found = new List<(JiraProject, IReadOnlyList<JiraIssueType>)>();
        foreach (var project in projects)
        {
            // A project whose types the app may not read is shown without them.
            var types = (await jira.GetIssueTypesAsync(project.Key, cancellationToken)).ValueOrDefault() ?? [];
            found.Add((project, [.. types.Where(type => !type.IsSubtask)]));
        }
        return found;
    }

    public async Task<IReadOnlyList<JiraRequestType>> RequestTypesAsync(InstallationId site, CancellationToken cancellationToken) =>
        await sites.FindAsync(site, cancellationToken) is { } jira ? (await jira.GetRequestTypesAsync(cancellationToken)).ValueOrDefault() ?? [] : [];

    public async Task<IReadOnlyList<NamedInJira>?> PrioritiesAsync(InstallationId site, CancellationToken cancellationToken) =>
        await sites.FindAsync(site, cancellationToken) is { } jira && (await jira.GetPrioritiesAsync(cancellationToken)).ValueOrDefault() is { } found
            ? [.. found.Select(priority => new NamedInJira(priority.Id, priority.Name ?? priority.Id))] : null;

    /// <summary>Of the service projects' workflows; of the whole site when none tells.</summary>
    public async Task<IReadOnlyList<NamedInJira>?> StatusesAsync(InstallationId site, CancellationToken cancellationToken)
    {
        var own = (await TypesAsync(site, "", cancellationToken) ?? []).SelectMany(project => project.Types).SelectMany(type => type.Statuses).DistinctBy(status => status.Id).ToList();
        if (own.Count == 0 && await sites.FindAsync(site, cancellationToken) is { } jira)
            own = [.. (await jira.GetStatusesAsync(cancellationToken)).ValueOrDefault() ?? []];
        return own.Count == 0 ? null : [.. own.OrderBy(status => Place(status.Category)).Select(status => new NamedInJira(status.Id, status.Name, status.Category))];
    }

    public async Task<IReadOnlyList<NamedInJira>> ResolutionsAsync(InstallationId site, CancellationToken cancellationToken) =>
        await sites.FindAsync(site, cancellationToken) is { } jira
            ? [.. ((await jira.GetResolutionsAsync(cancellationToken)).ValueOrDefault() ?? []).Select(resolution => new NamedInJira(resolution.Id, resolution.Name ?? resolution.Id))] : [];

    /// <summary>Services, components and labels that tickets of service projects name, and components that projects have.</summary>
    public async Task<IReadOnlyList<SourceInJira>?> SourcesAsync(InstallationId site, SiteCatalog catalog, CancellationToken cancellationToken)
    {
        if (await ProjectsAsync(site, "", cancellationToken) is not { } projects || await sites.FindAsync(site, cancellationToken) is not { } jira)
            return null;
        var found = new List<SourceInJira>();
        var page = (await jira.SearchAsync("projectType not in (software, business) AND updated >= -129600m ORDER BY updated DESC", [.. Named, .. catalog.AffectedServiceFields], null, cancellationToken)).ValueOrDefault();
        foreach (var issue in page?.Issues ?? [])
        {
            if (Webhooks.ReadIssue.From(issue, catalog, DateTimeOffset.UnixEpoch, true) is not { } snapshot)
                continue;
            found.AddRange(snapshot.AffectedServices.Select(name => new SourceInJira("service", name)));
            found.AddRange(snapshot.Components.Select(name => new SourceInJira("component", name)));
            found.AddRange(snapshot.Labels.Select(name => new SourceInJira("label", name)));
        }
        foreach (var project in projects)
            found.AddRange(((await jira.GetComponentNamesAsync(project.Key, cancellationToken)).ValueOrDefault() ?? []).Select(name => new SourceInJira("component", name)));
        return [.. found.Distinct().OrderBy(source => Kind(source.Kind)).ThenBy(source => source.Name, StringComparer.OrdinalIgnoreCase).Take(MostSources)];
    }

    private static int Place(string? category) => category switch { "new" => 0, "indeterminate" => 1, "done" => 2, _ => 3 };

    private static int Kind(string kind) => kind switch { "service" => 0, "component" => 1, _ => 2 };
}
