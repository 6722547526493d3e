using JsmConnector.Administration.SetUp;
using JsmConnector.AtlassianConnect.Client;
using JsmConnector.Incidents;
using JsmConnector.Installations;
using JsmConnector.Installations.Settings;
using JsmConnector.Platform.Database;
using JsmConnector.Platform.Languages;
using JsmConnector.Postmortems.Rendering;
using Microsoft.EntityFrameworkCore;
using TemplateNames = JsmConnector.Postmortems.Rendering.PostmortemTemplates;

namespace JsmConnector.Administration.Rules;

/// <summary>Asks the site what a section's columns may be chosen from: each list once, and only those that the section names.</summary>
public sealed class ReadRuleOptions(ReadChoices choices, JiraSites sites, JsmConnectorContext database, ScreenWords words, ReadPeople people)
{
    private const string Select = "com.atlassian.jira.plugin.system.customfieldtypes:select", Radio = "com.atlassian.jira.plugin.system.customfieldtypes:radiobuttons",
        Boxes = "com.atlassian.jira.plugin.system.customfieldtypes:multicheckboxes", DateTime = "com.atlassian.jira.plugin.system.customfieldtypes:datetime", Date = "com.atlassian.jira.plugin.system.customfieldtypes:datepicker";
    private const int MostComponents = 2_000;

    /// <param name="form">People whom somebody typed are looked for in Jira.</param>
    public async Task<RuleOptions> OfAsync(InstallationId site, RuleSection section, InstallationSettings settings, IFormCollection form, CancellationToken cancellationToken)
    {
        var options = await OfAsync(site, section.OptionsAsked, settings, cancellationToken);
        return section.Columns.Where(column => column.Options == OptionLists.People).Select(column => column.Member).ToList() is [var member]
            ? options with { Lists = new Dictionary<string, IReadOnlyList<RuleOption>?>(options.Lists) { [OptionLists.People] = await people.OfAsync(site, EditRules.Held(settings, section, member), form[$"cell-{member}"].OfType<string>(), cancellationToken) } }
            : options;
    }

    /// <param name="names">Of <see cref="OptionLists"/>.</param>
    public async Task<RuleOptions> OfAsync(InstallationId site, IEnumerable<string> names, InstallationSettings settings, CancellationToken cancellationToken)
    {
        var asked = names.ToHashSet(StringComparer.Ordinal);
        var jira = await sites.FindAsync(site, cancellationToken);
        IReadOnlyList<JiraField>? fields = null;
        if (asked.Overlaps([OptionLists.ChoiceFields, OptionLists.DateFields, OptionLists.AllFields]))
        {
            asked.Add(OptionLists.AllFields);
            fields = jira is null ? null : (await jira.GetFieldsAsync(cancellationToken)).ValueOrDefault();
        }
        var projects = asked.Overlaps([OptionLists.Projects, OptionLists.IssueTypes]) ? await choices.ProjectsAsync(site, ProjectsOf(settings.Rules), cancellationToken) : null;
        var lists = new Dictionary<string, IReadOnlyList<RuleOption>?>(StringComparer.Ordinal);
        foreach (var name in asked)
        {
            lists[name] = name switch
            {
                OptionLists.Projects => Options(projects?.Projects, project => (project.Key, $"{project.Name} ({project.Key})")),
                OptionLists.IssueTypes => Options(projects?.Projects.SelectMany(project => project.IssueTypes).DistinctBy(type => type.Id), type => (type.Id, type.Name)),
                OptionLists.RequestTypes => Options(await choices.RequestTypesAsync(site, cancellationToken) is { Count: > 0 } types ? types : null, type => (type.Id, $"{type.Name} ({type.Id})")),
                OptionLists.Priorities => Options(await choices.PrioritiesAsync(site, cancellationToken), priority => (priority.Id, priority.Name)),
                OptionLists.Portals => Options(jira is null ? null : (await jira.GetServiceDesksAsync(cancellationToken)).ValueOrDefault(), desk => (desk.Id, $"{desk.ProjectName} ({desk.Id})")),
                OptionLists.Impacts => await ValuesAsync(jira, settings.Rules.Fields.Impact, cancellationToken),
                OptionLists.Urgencies => await ValuesAsync(jira, settings.Rules.Fields.Urgency, cancellationToken),
                OptionLists.ChoiceFields => Options(fields?.Where(field => field.SchemaCustom is Select or Radio or Boxes), Field),
                OptionLists.DateFields => Options(fields?.Where(field => field.SchemaCustom is DateTime or Date), Field),
                OptionLists.AllFields => Options(fields?.Where(field => field.SchemaCustom is not null), Field),
                OptionLists.Components => Options(await ComponentsAsync(settings, cancellationToken), component => (component, component)),
                OptionLists.Channels => Options(settings.Channels, channel => (channel.Id, channel.Id)),
                OptionLists.Pages => Options(settings.StatusPages, page => (page.Id, page.Id)),
                OptionLists.InternalTemplates => Templates(settings, TemplateAudience.Internal),
                OptionLists.ExternalTemplates => Templates(settings, TemplateAudience.External),
                // In the reader's language already: in a list of names they are written, not chosen.
                _ => [.. Known(name).Select(option => option with { Label = words[option.Label] })],
            };
        }
        return new RuleOptions(lists) { Cut = projects is { IsCut: true } ? new HashSet<string> { OptionLists.IssueTypes } : new HashSet<string>() };

        static (string, string) Field(JiraField field) => (field.Id, $"{field.Name} ({field.Id})");
    }

    private static IReadOnlyList<string> ProjectsOf(RuleSettings rules) =>
        [.. rules.Incidents.SelectMany(rule => rule.Projects).Concat(rules.Severity.SelectMany(rule => rule.Projects)).Concat(rules.PlannedWork.SelectMany(rule => rule.Projects)).Distinct(StringComparer.OrdinalIgnoreCase)];

    /// <summary>Lists that do not depend on a site. Their labels are keys of the screens' words.</summary>
    public static IReadOnlyList<RuleOption> Known(string name) => name switch
    {
        OptionLists.Severities => [.. Enumerable.Range(1, 4).Select(level => new RuleOption($"{level}", $"Severity {level}"))],
        OptionLists.States => [.. new[] { ComponentStatus.Operational, ComponentStatus.DegradedPerformance, ComponentStatus.PartialOutage, ComponentStatus.MajorOutage }.Select(status => new RuleOption(status.Name(), status.Label()))],
        OptionLists.Classes => [.. RuleMistakes.Classes.Select(name => new RuleOption(name, RuleOption.Spoken(name)))],
        OptionLists.Kinds => [new("service", "Service"), new("component", "Component"), new("label", "Label"), new("field", "Field value")],
        OptionLists.Languages => [.. Language.All.Select(language => new RuleOption(language.Tag, language["name"]))],
        OptionLists.Decisions => [new("", "It is an incident"), new("false", "It is no incident")],
        OptionLists.Yes => [new("", "Yes"), new("false", "No")],
        OptionLists.Spared => [new("0", "Nothing"), new("1", "Severity 1"), new("2", "Severity 1 and 2"), new("3", "Severity 1 to 3"), new("4", "Every severity")],
        OptionLists.Policies => [new(CommentRule.Ignore, "Stays at the ticket"), new(CommentRule.Draft, "Becomes a draft"), new(CommentRule.Publish, "Is published")],
        OptionLists.Needs => [new("required", "Required"), new("offered", "Offered"), new("none", "None")],
        OptionLists.Days => [.. Enum.GetValues<DayOfWeek>().OrderBy(day => ((int)day + 6) % 7).Select(day => new RuleOption(day.ToString().ToLowerInvariant(), day.ToString()))],
        OptionLists.Roles => [new(ApproverSettings.Security, "Security"), new(ApproverSettings.Legal, "Legal")],
        OptionLists.Accesses => [new("public", "Everybody"), new("link", "Only people with an access link")],
        OptionLists.Ways => [new("email", "E-mail"), new("webhook", "Webhook"), new("slack", "Slack"), new("teams", "Microsoft Teams"), new("push", "Push")],
        OptionLists.Zones => [.. TimeZoneInfo.GetSystemTimeZones().Select(zone => zone.Id).Where(id => id == "UTC" || id.Contains('/', StringComparison.Ordinal)).Select(id => new RuleOption(id, id))],
        _ => [],
    };

    private static IReadOnlyList<RuleOption> Templates(InstallationSettings settings, TemplateAudience audience) =>
        [.. TemplateNames.Names(audience).Concat(settings.Postmortems.OwnTemplates.Where(own => own.Audience.Equals(audience.ToString(), StringComparison.OrdinalIgnoreCase)).Select(own => own.Name)).Distinct(StringComparer.Ordinal).Select(name => new RuleOption(name, name))];

    private async Task<IReadOnlyList<string>> ComponentsAsync(InstallationSettings settings, CancellationToken cancellationToken)
    {
        var known = await database.Set<Component>().AsNoTracking().OrderBy(component => component.Name).Select(component => component.Name).Take(MostComponents).ToListAsync(cancellationToken);
        return [.. known.Concat(settings.Rules.Components.SelectMany(rule => rule.To)).DistinctBy(Component.KeyOf)];
    }

    /// <summary>The values of a field, as Jira's own search offers them.</summary>
    private static async Task<IReadOnlyList<RuleOption>?> ValuesAsync(JiraClient? jira, string? field, CancellationToken cancellationToken) =>
        jira is not null && field is not null ? Options((await jira.SuggestValuesAsync(field, "", cancellationToken)).ValueOrDefault(), value => (value, value)) : null;

    private static IReadOnlyList<RuleOption>? Options<T>(IEnumerable<T>? all, Func<T, (string Value, string Label)> shown) => all is null ? null : [.. all.Select(shown).Select(each => new RuleOption(each.Value, each.Label))];
}
