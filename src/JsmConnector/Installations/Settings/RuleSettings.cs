using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Text.Json.Serialization;
using JsmConnector.Installations.Conditions;

namespace JsmConnector.Installations.Settings;

/// <summary>Which tickets are incidents and what they mean. Empty lists leave the zero-configuration rules; in every list the first rule that fits wins.</summary>
public sealed record RuleSettings
{
    private static readonly ConditionalWeakTable<RuleSettings, IReadOnlyList<string>> FieldsOf = [];

    public static RuleSettings Default { get; } = new();

    [Description("Which tickets are incidents, first rule that fits. Without any: type Incident or [System] Incident, or a request type of the incident practice, in a service project.")]
    public IReadOnlyList<IncidentRule> Incidents { get; init; } = [];

    [Description("A ticket with one of these labels is never an incident.")]
    public IReadOnlyList<string> ExcludedLabels { get; init; } = [];

    [Description("Custom fields by id that rules call impact, urgency and major, and fields whose values name components.")]
    public RuleFields Fields { get; init; } = new();

    [Description("Severity 1 to 4, first rule that fits. Without one: Highest, Blocker, Critical 1; High, Major 2; Medium 3; Low and below 4; else the priority's position.")]
    public IReadOnlyList<SeverityRule> Severity { get; init; } = [];

    [Description("Id or name of a status to investigating, identified, monitoring, resolved or withdrawn. Without an entry the status category counts: new, indeterminate, done; a status named Monitoring is monitoring.")]
    public IReadOnlyDictionary<string, string> Stages { get; init; } = new Dictionary<string, string>();

    [Description("Id or name of a resolution to resolved or withdrawn. Without an entry Won't Do, Declined, Duplicate and Cancelled withdraw, all others resolve.")]
    public IReadOnlyDictionary<string, string> Resolutions { get; init; } = new Dictionary<string, string>();

    [Description("What a service, component, label or other value of a ticket means on the page: one to many. A service or component without an entry is a component of its own name.")]
    public IReadOnlyList<ComponentRule> Components { get; init; } = [];

    [Description("What a severity makes of the components it touches, first rule that fits. Without one: 1 major_outage, 2 partial_outage, 3 degraded_performance, 4 operational.")]
    public IReadOnlyList<EffectRule> Effects { get; init; } = [];

    [Description("Class of the incident, first rule that fits; without one it is an outage.")]
    public IReadOnlyList<ClassRule> Classes { get; init; } = [];

    [Description("Which change tickets are planned work that pages announce, first rule that fits. Without any: none.")]
    public IReadOnlyList<PlannedWorkRule> PlannedWork { get; init; } = [];

    [Description("Which incidents a portal announces. A portal without an entry announces all of them.")]
    public IReadOnlyList<PortalRule> Portals { get; init; } = [];

    /// <summary>Custom fields that some rule reads: a snapshot keeps these and no others.</summary>
    [JsonIgnore]
    public IReadOnlyList<string> FieldsRead => FieldsOf.GetValue(this, rules => [.. rules.Incidents.Select(rule => rule.When)
        .Concat(rules.Severity.Select(rule => rule.When)).Concat(rules.Classes.Select(rule => rule.When)).Concat(rules.PlannedWork.Select(rule => rule.When)).OfType<string>()
        .SelectMany(when => ReadCondition.Of(when) is ConditionRead.Understood(var condition) ? condition.Fields : [])
        .Concat(rules.Fields.All).Concat(rules.PlannedWork.SelectMany(rule => new[] { rule.Start, rule.End })).Where(name => name.StartsWith("customfield_", StringComparison.Ordinal)).Distinct()]);
}

public sealed record RuleFields
{
    [Description("Id of the field for the impact, like customfield_10004.")]
    public string? Impact { get; init; }

    [Description("Id of the field for the urgency.")]
    public string? Urgency { get; init; }

    [Description("Id of the field that marks a major incident.")]
    public string? Major { get; init; }

    [Description("Ids of more fields whose values name what is affected, for example Assets objects.")]
    public IReadOnlyList<string> Components { get; init; } = [];

    [JsonIgnore]
    public IEnumerable<string> All => new[] { Impact, Urgency, Major }.OfType<string>().Concat(Components);
}

/// <summary>Everything named must fit; what is not named does not matter.</summary>
public sealed record IncidentRule
{
    [Description("What people call the rule.")]
    public string? Name { get; init; }

    [Description("Keys of projects.")]
    public IReadOnlyList<string> Projects { get; init; } = [];

    [Description("Ids or names of issue types.")]
    public IReadOnlyList<string> IssueTypes { get; init; } = [];

    [Description("Ids of request types.")]
    public IReadOnlyList<string> RequestTypes { get; init; } = [];

    [Description("A condition, like: labels = outage AND customfield_10050 IN (\"Yes\", \"Maybe\").")]
    public string? When { get; init; }

    [Description("false: a ticket that fits is no incident.")]
    public bool IsIncident { get; init; } = true;
}

public sealed record SeverityRule
{
    [Description("Keys of projects; without it every project.")]
    public IReadOnlyList<string> Projects { get; init; } = [];

    [Description("Id or name of the impact.")]
    public string? Impact { get; init; }

    [Description("Id or name of the urgency.")]
    public string? Urgency { get; init; }

    [Description("Id or name of the priority.")]
    public string? Priority { get; init; }

    [Description("A condition, like: major = true.")]
    public string? When { get; init; }

    [Description("1 is the worst, 4 touches no component.")]
    public required int Severity { get; init; }
}

public sealed record ComponentRule
{
    [Description("Name of the service, component, label or value in Jira.")]
    public required string From { get; init; }

    [Description("Only when it comes from there: service, component, label or field.")]
    public string? Kind { get; init; }

    [Description("Names of components on the page; an empty list says that it touches none.")]
    public required IReadOnlyList<string> To { get; init; }
}

/// <summary>Everything named must fit; what is not named does not matter.</summary>
public sealed record PlannedWorkRule
{
    [Description("Keys of projects.")]
    public IReadOnlyList<string> Projects { get; init; } = [];

    [Description("Ids or names of issue types.")]
    public IReadOnlyList<string> IssueTypes { get; init; } = [];

    [Description("Ids of request types.")]
    public IReadOnlyList<string> RequestTypes { get; init; } = [];

    [Description("A condition, like: labels = customers.")]
    public string? When { get; init; }

    [Description("Id of the field with the planned start, like customfield_10050.")]
    public required string Start { get; init; }

    [Description("Id of the field with the planned end.")]
    public required string End { get; init; }
}

public sealed record EffectRule
{
    [Description("1 to 4.")]
    public required int Severity { get; init; }

    [Description("Names of components on the page; without it every component.")]
    public IReadOnlyList<string> Components { get; init; } = [];

    [Description("operational, degraded_performance, partial_outage or major_outage.")]
    public required string State { get; init; }
}

public sealed record ClassRule
{
    [Description("A condition.")]
    public required string When { get; init; }

    [Description("outage, performance, high_load, delayed_processing, partial_outage, full_outage, data_loss, security, third_party, storage_provider or maintenance.")]
    public required string Class { get; init; }
}

public sealed record PortalRule
{
    [Description("Id of the portal's service desk, as in the address of the portal: …/servicedesk/customer/portal/2.")]
    public required string Portal { get; init; }

    [Description("Names of components on the page: incidents that touch one of them are announced there, and no others. An empty list: none.")]
    public IReadOnlyList<string> Components { get; init; } = [];
}
