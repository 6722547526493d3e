using JsmConnector.Installations.Settings;

namespace JsmConnector.Incidents.Wording.Approvals;

/// <summary>Which roles must approve a person's words for the outside. Pure.</summary>
public static class NeededApprovals
{
    /// <summary>Roles that somebody has: a site that names nobody asks nobody.</summary>
    public static IReadOnlyList<string> Of(string incidentClass, WordSettings settings) =>
        [.. RolesOf(incidentClass).Where(role => settings.Approvers.Any(approver => approver.Role == role && approver.People.Count > 0))];

    /// <param name="given">Roles that approved exactly these words.</param>
    /// <param name="author">Whoever writes approves for the roles they have.</param>
    public static IReadOnlyList<string> Missing(string incidentClass, WordSettings settings, IEnumerable<string> given, string author) =>
        [.. Of(incidentClass, settings).Except(given, StringComparer.Ordinal).Except(RolesOf(author, settings), StringComparer.Ordinal)];

    public static IReadOnlyList<string> RolesOf(string account, WordSettings settings) =>
        [.. settings.Approvers.Where(approver => approver.People.Contains(account, StringComparer.Ordinal)).Select(approver => approver.Role).Distinct(StringComparer.Ordinal)];

    private static string[] RolesOf(string incidentClass) => incidentClass switch
    {
        IncidentClasses.Security => [ApproverSettings.Security, ApproverSettings.Legal],
        IncidentClasses.DataLoss => [ApproverSettings.Legal],
        _ => [],
    };
}
