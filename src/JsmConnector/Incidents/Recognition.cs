using JsmConnector.Installations;

namespace JsmConnector.Incidents;

/// <summary>
/// Is this ticket an incident? Without settings: its type is `Incident` or `[System] Incident`, or its request type belongs to the
/// incident practice, in a service project. The answer always carries the reason, for the administrator and the panel.
/// </summary>
public abstract record Recognition
{
    public sealed record Incident(string Because) : Recognition;

    public sealed record NotAnIncident(string Because) : Recognition;

    private static readonly HashSet<string> IncidentTypes = new(StringComparer.OrdinalIgnoreCase) { "Incident", "[System] Incident" };

    public static Recognition Of(IssueSnapshot issue, SiteCatalog catalog)
    {
        if (issue.ProjectType is not ("service_desk" or "customer_service"))
            return new NotAnIncident($"the project {issue.ProjectKey ?? "(unknown)"} is not a service project (its type is {issue.ProjectType ?? "unknown"})");
        if (issue.IssueTypeName is { } type && IncidentTypes.Contains(type.Trim()))
            return new Incident($"its type is {type}");
        if (issue.RequestTypePractice is { } practice && IncidentPractice.Is(practice))
            return new Incident($"its request type belongs to the practice {practice}");
        if (issue.RequestTypeId is { } requestType && catalog.IncidentRequestTypes.Contains(requestType))
            return new Incident($"its request type {requestType} belongs to the incident practice");
        return new NotAnIncident($"its type is {issue.IssueTypeName ?? "unknown"}, and its request type does not belong to the incident practice");
    }
}
