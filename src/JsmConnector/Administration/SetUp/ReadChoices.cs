using JsmConnector.AtlassianConnect.Client;
using JsmConnector.Installations;
using JsmConnector.Platform.Database;

namespace JsmConnector.Administration.SetUp;

/// <summary>What the site has to choose from, asked when a step is shown. Null of anything: Jira did not tell.</summary>
public sealed class ReadChoices(JiraSites sites, KeptSources kept)
{
    public const int MostProjects = 10;
    private const int MostSources = 5_000;
    private static readonly string[] Named = ["components", "labels", "project"];

    /// <summary>With their issue types, in one call: this is asked while somebody types.</summary>
    public async Task<IReadOnlyList<JiraProject>?> ProjectsAsync(InstallationId site, string query, CancellationToken cancellationToken) =>
        await sites.FindAsync(site, cancellationToken) is { } jira && (await jira.FindServiceProjectsAsync(query, cancellationToken)).ValueOrDefault() is { } found
            ? [.. found.Take(MostProjects).Select(project => project with { IssueTypes = [.. project.IssueTypes.Where(type => !type.IsSubtask)] })] : null;

    /// <summary>The first projects, and those that rules name wherever they stand; archived ones count as gone.</summary>
    /// <returns>Also whether the site may have more; null when Jira did not tell.</returns>
    public async Task<(IReadOnlyList<JiraProject> Projects, bool IsCut)?> ProjectsAsync(InstallationId site, IReadOnlyCollection<string> named, CancellationToken cancellationToken)
    {
        if (await sites.FindAsync(site, cancellationToken) is not { } jira || (await jira.FindServiceProjectsAsync("", cancellationToken)).ValueOrDefault() is not { } first)
            return null;
        var missing = named.Where(key => !first.Any(project => project.Key.Equals(key, StringComparison.OrdinalIgnoreCase))).ToList();
        if (missing.Count > JiraClient.MostProjectsByKey)
            return null;
        var others = missing.Count == 0 ? [] : (await jira.FindProjectsAsync(missing, cancellationToken)).ValueOrDefault();
        return others is null ? null : ([.. first.Concat(others).Where(project => !project.IsArchived)], first.Count >= JiraClient.ProjectsOnAPage);
    }

    public async Task<IReadOnlyList<JiraRequestType>> RequestTypesAsync(InstallationId site, CancellationToken cancellationToken) =>
        await sites.FindAsync(site, cancellationToken) is { } jira ? (await jira.GetRequestTypesAsync(cancellationToken)).ValueOrDefault() ?? [] : [];

    public async Task<IReadOnlyList<NamedInJira>?> PrioritiesAsync(InstallationId site, CancellationToken cancellationToken) =>
        await sites.FindAsync(site, cancellationToken) is { } jira && (await jira.GetPrioritiesAsync(cancellationToken)).ValueOrDefault() is { } found
            ? [.. found.Select(priority => new NamedInJira(priority.Id, priority.Name ?? priority.Id))] : null;

    /// <summary>Of the service projects' workflows; of the whole site, in one call, when none tells or little of the site's quota is left.</summary>
    public async Task<IReadOnlyList<NamedInJira>?> StatusesAsync(InstallationId site, CancellationToken cancellationToken)
    {
        if (await sites.FindAsync(site, cancellationToken) is not { } jira)
            return null;
        var own = new List<JiraStatus>();
        foreach (var project in jira.ShouldSpareQuota ? [] : await ProjectsAsync(site, "", cancellationToken) ?? [])
            own.AddRange(((await jira.GetIssueTypesAsync(project.Key, cancellationToken)).ValueOrDefault() ?? []).Where(type => !type.IsSubtask).SelectMany(type => type.Statuses));
        if (own.Count == 0)
            own.AddRange((await jira.GetStatusesAsync(cancellationToken)).ValueOrDefault() ?? []);
        return own.Count == 0 ? null : [.. own.DistinctBy(status => status.Id).OrderBy(status => Place(status.Category)).Select(status => new NamedInJira(status.Id, status.Name, status.Category))];
    }

    public async Task<IReadOnlyList<NamedInJira>> ResolutionsAsync(InstallationId site, CancellationToken cancellationToken) =>
        await sites.FindAsync(site, cancellationToken) is { } jira
            ? [.. ((await jira.GetResolutionsAsync(cancellationToken)).ValueOrDefault() ?? []).Select(resolution => new NamedInJira(resolution.Id, resolution.Name ?? resolution.Id))] : [];

    /// <summary>Services, components and labels that tickets of service projects name, and components that projects have. Asked once a minute: somebody may be typing.</summary>
    public async Task<IReadOnlyList<SourceInJira>?> SourcesAsync(InstallationId site, SiteCatalog catalog, CancellationToken cancellationToken)
    {
        if (kept.Of(site) is { } known)
            return known;
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
        foreach (var project in jira.ShouldSpareQuota ? [] : projects)
            found.AddRange(((await jira.GetComponentNamesAsync(project.Key, cancellationToken)).ValueOrDefault() ?? []).Select(name => new SourceInJira("component", name)));
        return kept.Keep(site, [.. found.Distinct().OrderBy(source => Kind(source.Kind)).ThenBy(source => source.Name, StringComparer.OrdinalIgnoreCase).Take(MostSources)]);
    }

    private static int Place(string? category) => category switch { "new" => 0, "indeterminate" => 1, "done" => 2, _ => 3 };

    private static int Kind(string kind) => kind switch { "service" => 0, "component" => 1, _ => 2 };
}
