using JsmConnector.Incidents.Wording.Checks;

namespace JsmConnector.Maintenances;

/// <summary>
/// What a person wrote about planned work is looked at like words about an incident: machines, people, tickets, secrets. When it will be over may be said,
/// for that is what a window is. Words that the app makes from a ticket hold names and times only. Pure.
/// </summary>
public static class MaintenanceLeaks
{
    private const string RepairTime = "repair-time";

    public static IEnumerable<(string Field, string Reason, string Mend)> In(MaintenanceWish wish)
    {
        if (wish.Ticket is not null)
            return [];
        var inside = new InsideKnowledge("", null, wish.Components ?? [], new Dictionary<string, string>());
        return new[] { ("title", wish.Title), ("words", wish.Words) }
            .SelectMany(text => text.Item2 is { Length: > 0 } said ? FindLeaks.In(said, text.Item1, inside) : [])
            .Where(finding => finding.Kind != RepairTime && !(finding.MayBeAccepted && wish.Accepted.Contains(finding.Kind, StringComparer.Ordinal)))
            .Select(finding => (finding.Field, $"“{finding.Found}”: {finding.Reason}", finding.MayBeAccepted ? $"{finding.Mend} Is it meant so, send it with \"accepted\": [\"{finding.Kind}\"]." : finding.Mend));
    }
}
