using System.Globalization;
using System.Text.RegularExpressions;
using JsmConnector.Installations.Conditions;

namespace JsmConnector.Installations.Settings;

/// <summary>What is wrong with the rules of a document, and what is right but will never count. Pure.</summary>
public static partial class RuleMistakes
{
    public const int MostRules = 500;
    public const int MostMappings = 5000;
    public static IReadOnlyList<string> Classes { get; } = ["outage", "performance", "high_load", "delayed_processing", "partial_outage", "full_outage", "data_loss", "security", "third_party", "storage_provider", "maintenance"];
    private static readonly string[] StageNames = ["investigating", "identified", "monitoring", "resolved", "withdrawn"];
    private static readonly string[] States = ["operational", "degraded_performance", "partial_outage", "major_outage"];
    private static readonly string[] Kinds = ["service", "component", "label", "field"];

    public static IEnumerable<(string Field, string Reason, string Mend)> Of(RuleSettings rules) =>
        [.. Sizes(rules), .. Conditions(rules), .. Fields(rules), .. Severities(rules), .. Effects(rules), .. Mappings(rules), .. Portals(rules)];

    /// <summary>Two rules that ask the same: the first wins, so the second never counts.</summary>
    public static IEnumerable<(string Field, string Reason, string Mend)> Warnings(RuleSettings rules) =>
        Shadowed(rules).Select(pair => (At(pair.List, pair.Later), $"It never counts: {At(pair.List, pair.First)} asks the same and comes first.", "Remove one of the two."));

    /// <summary>Places of such pairs, from 0.</summary>
    public static IReadOnlyList<(string List, int Later, int First)> Shadowed(RuleSettings rules) =>
    [
        .. Shadowed("rules.incidents", rules.Incidents, rule => string.Join('\n', [List(rule.Projects), List(rule.IssueTypes), List(rule.RequestTypes), rule.When ?? ""])),
        .. Shadowed("rules.severity", rules.Severity, rule => string.Join('\n', [List(rule.Projects), rule.Impact ?? "", rule.Urgency ?? "", rule.Priority ?? "", rule.When ?? ""])),
        .. Shadowed("rules.components", rules.Components, rule => $"{rule.Kind}\n{rule.From.Trim()}"),
        .. Shadowed("rules.effects", rules.Effects, rule => string.Create(CultureInfo.InvariantCulture, $"{rule.Severity}\n{List(rule.Components)}")),
        .. Shadowed("rules.plannedWork", rules.PlannedWork, rule => string.Join('\n', [List(rule.Projects), List(rule.IssueTypes), List(rule.RequestTypes), rule.When ?? ""])),
        .. Shadowed("rules.portals", rules.Portals, rule => rule.Portal),
        .. Shadowed("rules.classes", rules.Classes, rule => rule.When),
    ];

    private static IEnumerable<(string, int, int)> Shadowed<T>(string at, IReadOnlyList<T> rules, Func<T, string> question) =>
        from same in rules.Select((rule, index) => (Key: question(rule).ToUpperInvariant(), index)).GroupBy(pair => pair.Key, pair => pair.index)
        let first = same.First()
        from later in same.Skip(1)
        select (at, later, first);

    private static IEnumerable<(string, string, string)> Sizes(RuleSettings rules)
    {
        foreach (var (field, count, most) in new[] { ("incidents", rules.Incidents.Count, MostRules), ("severity", rules.Severity.Count, MostRules), ("classes", rules.Classes.Count, MostRules), ("effects", rules.Effects.Count, MostRules), ("plannedWork", rules.PlannedWork.Count, MostRules), ("portals", rules.Portals.Count, MostRules), ("components", rules.Components.Count, MostMappings), ("stages", rules.Stages.Count, MostMappings), ("resolutions", rules.Resolutions.Count, MostMappings) })
        {
            if (count > most)
                yield return ($"rules.{field}", $"There are {count} entries; {most} are read.", "Join some, for example with IN (…).");
        }
    }

    private static IEnumerable<(string, string, string)> Conditions(RuleSettings rules) =>
        from asked in rules.Incidents.Select((rule, index) => (At("rules.incidents", index), rule.When))
            .Concat(rules.Severity.Select((rule, index) => (At("rules.severity", index), rule.When)))
            .Concat(rules.Classes.Select((rule, index) => (At("rules.classes", index), (string?)rule.When)))
            .Concat(rules.PlannedWork.Select((rule, index) => (At("rules.plannedWork", index), rule.When)))
        where asked.Item2 is not null
        let read = ReadCondition.Of(asked.Item2) as ConditionRead.NotUnderstood
        where read is not null
        select ($"{asked.Item1}.when", string.Create(CultureInfo.InvariantCulture, $"Column {read.Column}: {read.Reason}"), "Mend the condition there; docs/settings.md has the grammar with examples.");

    private static IEnumerable<(string, string, string)> Fields(RuleSettings rules) =>
        from named in new[] { ("fields.impact", rules.Fields.Impact), ("fields.urgency", rules.Fields.Urgency), ("fields.major", rules.Fields.Major) }
            .Concat(rules.Fields.Components.Select((id, index) => ($"fields.components[{index}]", (string?)id)))
            .Concat(rules.PlannedWork.SelectMany((rule, index) => new[] { ($"plannedWork[{index}].start", (string?)rule.Start), ($"plannedWork[{index}].end", rule.End) }))
        where named.Item2 is { } id && !FieldId().IsMatch(id)
        select ($"rules.{named.Item1}", $"'{named.Item2}' is no id of a custom field.", "Write it like customfield_10004: names are translated and change, ids stay.");

    private static IEnumerable<(string, string, string)> Severities(RuleSettings rules)
    {
        foreach (var (rule, index) in rules.Severity.Select((rule, index) => (rule, index)))
        {
            if (rule.Severity is < 1 or > 4)
                yield return ($"{At("rules.severity", index)}.severity", $"There is no severity {rule.Severity}.", "Use 1 (worst) to 4.");
            if (rule.Impact is not null && rules.Fields.Impact is null)
                yield return ($"{At("rules.severity", index)}.impact", "It is not known which field holds the impact.", "Name the field in rules.fields.impact.");
            if (rule.Urgency is not null && rules.Fields.Urgency is null)
                yield return ($"{At("rules.severity", index)}.urgency", "It is not known which field holds the urgency.", "Name the field in rules.fields.urgency.");
        }
    }

    private static IEnumerable<(string, string, string)> Effects(RuleSettings rules)
    {
        foreach (var (rule, index) in rules.Effects.Select((rule, index) => (rule, index)))
        {
            if (rule.Severity is < 1 or > 4)
                yield return ($"{At("rules.effects", index)}.severity", $"There is no severity {rule.Severity}.", "Use 1 (worst) to 4.");
            if (!States.Contains(rule.State))
                yield return ($"{At("rules.effects", index)}.state", $"There is no state '{rule.State}' that an incident can give.", $"Use {string.Join(", ", States)}.");
            if (rule.Components.Any(string.IsNullOrWhiteSpace))
                yield return ($"{At("rules.effects", index)}.components", "A name is empty.", "Name components of the page, or leave the list out for all of them.");
        }
    }

    private static IEnumerable<(string, string, string)> Mappings(RuleSettings rules) =>
    [
        .. rules.Stages.Where(entry => !StageNames.Contains(entry.Value)).Select(entry => ($"rules.stages.{entry.Key}", $"There is no stage '{entry.Value}'.", $"Use {string.Join(", ", StageNames)}.")),
        .. rules.Resolutions.Where(entry => entry.Value is not ("resolved" or "withdrawn")).Select(entry => ($"rules.resolutions.{entry.Key}", $"'{entry.Value}' is no end of an incident.", "Use resolved or withdrawn.")),
        .. rules.Classes.Select((rule, index) => (rule, index)).Where(pair => !Classes.Contains(pair.rule.Class)).Select(pair => ($"{At("rules.classes", pair.index)}.class", $"There is no class '{pair.rule.Class}'.", $"Use {string.Join(", ", Classes)}.")),
        .. rules.Components.Select((rule, index) => (rule, index)).SelectMany(pair => Component(pair.rule, At("rules.components", pair.index))),
    ];

    private static IEnumerable<(string, string, string)> Component(ComponentRule rule, string at)
    {
        if (string.IsNullOrWhiteSpace(rule.From))
            yield return ($"{at}.from", "It is empty.", "Name the service, component or label in Jira.");
        if (rule.Kind is { } kind && !Kinds.Contains(kind))
            yield return ($"{at}.kind", $"There is no kind '{kind}'.", $"Use {string.Join(", ", Kinds)}, or leave it out.");
        if (rule.To.Any(name => string.IsNullOrWhiteSpace(name) || name.Length > 255))
            yield return ($"{at}.to", "A name is empty or longer than 255 characters.", "Give every component a short name.");
    }

    private static IEnumerable<(string, string, string)> Portals(RuleSettings rules)
    {
        foreach (var (rule, index) in rules.Portals.Select((rule, index) => (rule, index)))
        {
            if (rule.Portal.Length is 0 or > 18 || !rule.Portal.All(char.IsAsciiDigit))
                yield return ($"{At("rules.portals", index)}.portal", $"'{rule.Portal}' is no id of a portal.", "Take the number at the end of the portal's address.");
            if (rule.Components.Any(string.IsNullOrWhiteSpace))
                yield return ($"{At("rules.portals", index)}.components", "A name is empty.", "Name components of the page; an empty list announces nothing there.");
        }
    }

    private static string List(IReadOnlyList<string> values) => string.Join(',', values.Order(StringComparer.OrdinalIgnoreCase));

    private static string At(string list, int index) => string.Create(CultureInfo.InvariantCulture, $"{list}[{index}]");

    [GeneratedRegex(@"^customfield_\d{1,18}\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex FieldId();
}
