using JsmConnector.Incidents;
using JsmConnector.Installations;
using JsmConnector.Installations.Settings;
using JsmConnector.Platform;
using JsmConnector.Platform.Database;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace JsmConnector.Administration.SetUp;

/// <summary>What each step shows: the site's own data beside the settings, which may be edited and not saved.</summary>
public sealed class ViewSteps(ReadChoices choices, SiteCatalogs catalogs, Trials trials, JsmConnectorContext database, IOptions<AppOptions> app)
{
    public const int MostRows = 60;

    /// <summary>Far more than anybody orders by hand; a component beyond keeps its place and comes up when its name is added.</summary>
    private const int MostPlaced = 300;

    /// <param name="typed">Names that were searched for, or added by hand.</param>
    /// <returns>Null when Jira did not tell.</returns>
    public async Task<StepView?> OfAsync(Installation site, string step, InstallationSettings settings, string query, IReadOnlyList<(SourceInJira Source, string Line)> typed, IReadOnlyList<PlacedComponent>? placed, CancellationToken cancellationToken) => step switch
    {
        SetUpSteps.Severity => await choices.PrioritiesAsync(site.Id, cancellationToken) is { } all
            ? new StepView.Severities([.. all.Select(each => new MeaningRow(each, $"Severity {MeaningChoices.UsualSeverity(each, all)}", MeaningChoices.SeverityOf(settings.Rules, each)?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? ""))], MeaningChoices.Kept(settings.Rules).Count)
            : null,
        SetUpSteps.Stages => await choices.StatusesAsync(site.Id, cancellationToken) is { } statuses
            ? new StepView.Stages(
                [.. statuses.Select(each => new MeaningRow(each, MeaningChoices.UsualStage(each).Label(), MeaningChoices.Mapped(settings.Rules.Stages, each) ?? ""))],
                [.. (await choices.ResolutionsAsync(site.Id, cancellationToken)).Select(each => new MeaningRow(each, MeaningChoices.UsualEnd(each).Label(), MeaningChoices.Mapped(settings.Rules.Resolutions, each) ?? ""))])
            : null,
        SetUpSteps.Components => await ComponentsAsync(site, settings, query, typed, cancellationToken),
        SetUpSteps.Page => await PageAsync(site, settings, placed, cancellationToken),
        SetUpSteps.Trial => await TrialAsync(site, settings, cancellationToken),
        _ => await TicketsAsync(site, settings, query, cancellationToken),
    };

    private async Task<StepView?> TicketsAsync(Installation site, InstallationSettings settings, string query, CancellationToken cancellationToken)
    {
        if (await choices.ProjectsAsync(site.Id, query, cancellationToken) is not { } projects)
            return null;
        var (usual, ticked) = ((await catalogs.GetAsync(site.Id, cancellationToken)) with { Rules = RuleSettings.Default }, TicketChoices.Of(settings.Rules));
        var requests = await choices.RequestTypesAsync(site.Id, cancellationToken);
        return new StepView.Tickets(
            [.. projects.Select(project => new ProjectRow(project.Key, project.Name, [.. project.IssueTypes.Select(type =>
                Row(new TicketChoice(project.Key, type.Id), type.Name, Recognition.Of(Sketch(project.Key, type.Id, type.Name), usual) is Recognition.Incident))]))],
            [.. requests.Take(MostRows).Select(type => Row(new TicketChoice(null, type.Id), type.Name, type.Practice is { } practice && IncidentPractice.Is(practice)))],
            [.. TicketChoices.Kept(settings.Rules).Select((rule, index) => rule.Name ?? rule.When ?? $"Rule {index + 1}")],
            ticked.Count > 0);

        // Without a choice the guess is ticked: what counts by the usual marks.
        TicketRow Row(TicketChoice choice, string name, bool isUsual) => new(choice, name, ticked.Count == 0 ? isUsual : ticked.Contains(choice), isUsual);
    }

    private async Task<StepView?> ComponentsAsync(Installation site, InstallationSettings settings, string query, IReadOnlyList<(SourceInJira Source, string Line)> typed, CancellationToken cancellationToken)
    {
        var catalog = await catalogs.GetAsync(site.Id, cancellationToken);
        if (await choices.SourcesAsync(site.Id, catalog, cancellationToken) is not { } found)
            return null;
        // Labels are many and mean nothing by themselves: only those that a rule maps, or that were asked for.
        var asked = found.Where(source => query.Length == 0 ? source.Kind != "label" : source.Name.Contains(query, StringComparison.OrdinalIgnoreCase));
        var ruled = settings.Rules.Components.Select(rule => new SourceInJira(rule.Kind ?? "service", rule.From));
        // What was typed stays, whatever is found besides; what was asked for stands first.
        var others = asked.Concat(query.Length == 0 ? ruled : []).DistinctBy(Key).Except(typed.Select(row => row.Source)).ToList();
        var all = typed.Select(row => row.Source).Concat(others.Take(MostRows)).DistinctBy(Key)
            .OrderByDescending(source => query.Length > 0 && source.Name.Contains(query, StringComparison.OrdinalIgnoreCase));
        var lines = typed.DistinctBy(row => row.Source).ToDictionary(row => row.Source, row => row.Line);
        return new StepView.Components([.. all.Select(source => new ComponentRow(source, lines.GetValueOrDefault(source) ?? ComponentChoices.Line(ComponentChoices.Of(settings.Rules, source))))], others.Count > MostRows);

        static (string, string) Key(SourceInJira source) => (source.Kind, Component.KeyOf(source.Name));
    }

    private async Task<StepView> PageAsync(Installation site, InstallationSettings settings, IReadOnlyList<PlacedComponent>? placed, CancellationToken cancellationToken)
    {
        if (settings.StatusPages.FirstOrDefault(page => page.Provider == StatusPageSettings.BuiltIn.Provider) is not { } builtIn)
            return new StepView.Page(null, null, null, false);
        var (page, known) = (builtIn.Page ?? PageSettings.Default, await database.Set<Component>().AsNoTracking().OrderBy(component => component.Position).Select(component => component.Name).ToListAsync(cancellationToken));
        var mapped = settings.Rules.Components.SelectMany(rule => rule.To);
        var all = OrderChoices.CanShow(page) ? OrderChoices.Of(page, known.Concat(mapped).DistinctBy(Component.KeyOf)) : null;
        return new StepView.Page(page, PageUrl(site), placed ?? all?.Take(MostPlaced).ToList(), all?.Count > MostPlaced);
    }

    private async Task<StepView?> TrialAsync(Installation site, InstallationSettings settings, CancellationToken cancellationToken)
    {
        var state = await trials.StateAsync(site, cancellationToken);
        if (state is not null)
            return new StepView.Trial([], state, PageUrl(site));
        if (await choices.ProjectsAsync(site.Id, "", cancellationToken) is not { } projects)
            return null;
        var catalog = (await catalogs.GetAsync(site.Id, cancellationToken)) with { Rules = settings.Rules };
        return new StepView.Trial(
            [.. from project in projects
                from type in project.IssueTypes
                where Recognition.Of(Sketch(project.Key, type.Id, type.Name), catalog) is Recognition.Incident
                select new TrialPlace(project.Key, type.Id, $"{type.Name}: {project.Name} ({project.Key})")], null, PageUrl(site));
    }

    private string PageUrl(Installation site) => $"{app.Value.BaseUrl.TrimEnd('/')}/status/{Uri.EscapeDataString(site.ShortName)}";

    private static IssueSnapshot Sketch(string project, string typeId, string type) =>
        new() { IssueId = "0", Key = $"{project}-0", ProjectKey = project, ProjectType = "service_desk", IssueTypeId = typeId, IssueTypeName = type, TakenAt = DateTimeOffset.UnixEpoch };
}
