using JsmConnector.Incidents;
using JsmConnector.Incidents.Wording.Checks;
using JsmConnector.Postmortems.Rendering;

namespace JsmConnector.Postmortems.Review;

/// <summary>
/// What an account for customers should perhaps not say: machines, people, tickets, secrets. Whoever reviews it sees the list, and agreeing to the text means that
/// it is meant so; of a secret nobody can mean it. What was done by when may be said here. Pure.
/// </summary>
public static class AccountFindings
{
    private const int Most = 20;

    public static IReadOnlyList<Finding> In(Incident incident, string markdown)
    {
        var inside = new InsideKnowledge(incident.IssueKey, incident.Summary, [.. incident.Components.Select(component => component.Name)], new Dictionary<string, string>());
        return [.. FindLeaks.In(LivingDocument.WithoutMarks(markdown), "external", inside).Where(finding => finding.Kind != "repair-time").Take(Most)];
    }
}
