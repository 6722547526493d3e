using JsmConnector.Installations.Conditions;
using JsmConnector.Installations.Settings;

namespace JsmConnector.Incidents;

/// <summary>An answer of the rules with its origin: what the explanation shows is what decided.</summary>
/// <param name="By">Path of the rule in the settings, or `default`.</param>
/// <param name="Because">For people.</param>
public sealed record Ruled<T>(T Value, string By, string Because)
{
    public const string Default = "default";
}

/// <summary>How rules look at a ticket. Pure.</summary>
internal static class Asked
{
    /// <summary>Whether the rule's list of names is empty or has the ticket's id or name.</summary>
    public static bool Fits(IReadOnlyList<string> wanted, params string?[] actual) =>
        wanted.Count == 0 || actual.Any(value => value is not null && wanted.Contains(value.Trim(), StringComparer.OrdinalIgnoreCase));

    /// <summary>A condition that cannot be read is never true; saving refuses it.</summary>
    public static bool Fits(string? when, IssueSnapshot issue, RuleFields fields) =>
        when is null || (ReadCondition.Of(when) is ConditionRead.Understood(var condition) && condition.IsTrue(field => ValuesOf(field, issue, fields)));

    /// <summary>What a rule about tickets names must fit; what it does not name does not matter.</summary>
    public static bool Fits(IssueSnapshot issue, RuleFields fields, IReadOnlyList<string> projects, IReadOnlyList<string> issueTypes, IReadOnlyList<string> requestTypes, string? when) =>
        Fits(projects, issue.ProjectKey) && Fits(issueTypes, issue.IssueTypeId, issue.IssueTypeName) && Fits(requestTypes, issue.RequestTypeId) && Fits(when, issue, fields);

    public static T? Mapped<T>(IReadOnlyDictionary<string, T> map, string? id, string? name, out string key)
        where T : class
    {
        foreach (var asked in new[] { id, name?.Trim() }.OfType<string>())
        {
            if (map.FirstOrDefault(entry => entry.Key.Trim().Equals(asked, StringComparison.OrdinalIgnoreCase)) is { Key: { } found, Value: { } value })
            {
                key = found;
                return value;
            }
        }
        key = "";
        return null;
    }

    public static IReadOnlyList<string> ValuesOf(string field, IssueSnapshot issue, RuleFields fields) => field switch
    {
        "project" => Known(issue.ProjectKey),
        "issuetype" => Known(issue.IssueTypeId, issue.IssueTypeName),
        "requesttype" => Known(issue.RequestTypeId),
        "practice" => Known(issue.RequestTypePractice),
        "status" => Known(issue.StatusId, issue.StatusName),
        "statuscategory" => Known(issue.StatusCategory),
        "priority" => Known(issue.PriorityId, issue.PriorityName),
        "resolution" => Known(issue.ResolutionId, issue.ResolutionName),
        "labels" => issue.Labels,
        "component" => issue.Components,
        "service" => issue.AffectedServices,
        "security" => Known(issue.SecurityLevelId),
        "impact" => Custom(fields.Impact, issue),
        "urgency" => Custom(fields.Urgency, issue),
        "major" => Custom(fields.Major, issue),
        _ => Custom(field, issue),
    };

    private static IReadOnlyList<string> Custom(string? id, IssueSnapshot issue) => id is not null && issue.Fields.TryGetValue(id, out var values) ? values : [];

    private static IReadOnlyList<string> Known(params string?[] values) => [.. values.OfType<string>()];
}
