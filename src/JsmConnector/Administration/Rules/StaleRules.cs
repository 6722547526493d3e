using JsmConnector.Installations;
using JsmConnector.Installations.Settings;
using JsmConnector.Platform.Database;

namespace JsmConnector.Administration.Rules;

/// <param name="Field">Path in the settings.</param>
/// <param name="Name">What the site has no more.</param>
public sealed record StaleRule(string Field, string Name);

/// <summary>Rules that name what the site has no more: projects that were archived, options and fields that were renamed or removed. They fit no ticket, and nobody would notice.</summary>
public sealed class StaleRules(ReadRuleOptions read, JiraSites sites)
{
    public async Task<IReadOnlyList<StaleRule>> OfAsync(InstallationId site, InstallationSettings settings, CancellationToken cancellationToken)
    {
        var cells = RuleSections.All.SelectMany(section => Cells(settings, section)).Where(cell => cell.Value.Length > 0).ToList();
        var fields = settings.Rules.FieldsRead;
        var names = cells.Select(cell => cell.Column.Options).OfType<string>().Concat(fields.Count > 0 ? [OptionLists.AllFields] : []).ToList();
        var options = await read.OfAsync(site, names, settings, cancellationToken);
        var stale = cells.Where(cell => options.IsGone(cell.Column, cell.Value)).Select(cell => new StaleRule(cell.Path, cell.Value)).ToList();
        // Fields that conditions ask for stand in no cell of their own.
        var named = new RuleColumn("when", "Condition") { Options = OptionLists.AllFields };
        stale.AddRange(fields.Where(id => options.IsGone(named, id) && !stale.Exists(known => known.Name == id)).Select(id => new StaleRule("rules", id)));
        if (settings.Rules.Stages.Count + settings.Rules.Resolutions.Count == 0 || await sites.FindAsync(site, cancellationToken) is not { } jira)
            return stale;
        if (settings.Rules.Stages.Count > 0 && (await jira.GetStatusesAsync(cancellationToken)).ValueOrDefault() is { Count: > 0 } statuses)
            stale.AddRange(Missing("rules.stages", settings.Rules.Stages.Keys, statuses.SelectMany(status => new[] { status.Id, status.Name })));
        if (settings.Rules.Resolutions.Count > 0 && (await jira.GetResolutionsAsync(cancellationToken)).ValueOrDefault() is { Count: > 0 } resolutions)
            stale.AddRange(Missing("rules.resolutions", settings.Rules.Resolutions.Keys, resolutions.SelectMany(resolution => new[] { resolution.Id, resolution.Name ?? "" })));
        return stale;
    }

    private static IEnumerable<StaleRule> Missing(string at, IEnumerable<string> named, IEnumerable<string> known)
    {
        var all = known.Select(name => name.Trim()).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return named.Where(name => !all.Contains(name.Trim())).Select(name => new StaleRule($"{at}.{name}", name));
    }

    private static IEnumerable<(string Path, RuleColumn Column, string Value)> Cells(InstallationSettings settings, RuleSection section) =>
        section.Fields.Zip(EditRules.Values(settings, section)).SelectMany(pair => Of(pair.First.Member, pair.First, pair.Second))
            .Concat(EditRules.Rows(settings, section).SelectMany((row, index) => section.Columns.Zip(row.Cells).SelectMany(pair => Of(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{section.At}[{index}].{pair.First.Member}"), pair.First, pair.Second))));

    private static IEnumerable<(string, RuleColumn, string)> Of(string path, RuleColumn column, string cell) =>
        column.Options is null || OptionLists.OfTheApp.Contains(column.Options) ? []
            : (column.Kind == ColumnKind.Names ? CellNames.Split(cell) : [cell]).Select(value => (path, column, value));
}
