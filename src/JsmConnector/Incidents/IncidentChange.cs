using JsmConnector.Deliveries;
using JsmConnector.Installations.Settings;

namespace JsmConnector.Incidents;

/// <summary>What just happened to an incident, told to the planners inside the transaction that stores it.</summary>
/// <param name="Incident">The incident after the change, with its components.</param>
/// <param name="Update">The public word that goes with the change; null when nothing is said.</param>
/// <param name="Before">Stage before the change; null when the incident is new.</param>
/// <param name="Settings">The site's settings at this moment.</param>
/// <param name="At">The time of the change on our clock.</param>
public sealed record IncidentChange(Incident Incident, IncidentUpdate? Update, Stage? Before, InstallationSettings Settings, DateTimeOffset At)
{
    /// <summary>The worst severity known before: a late snapshot may raise it when the incident is over.</summary>
    public Severity? WorstSeverityBefore { get; init; }

    /// <summary>Places that show the incident show it anew, with its last word; nobody is written to.</summary>
    public bool IsShownOnly { get; init; }

    public bool Ended => !Incident.Stage.IsOpen() && (Before is null || Before.Value.IsOpen());

    public bool Reopened => Incident.Stage.IsOpen() && Before is { } before && !before.IsOpen();
}

/// <summary>
/// The one thing that Incidents asks of its reactions: given this change, which deliveries do you plan?
/// Implementations do no I/O and decide from the change alone; they run inside the transaction that stores the change.
/// </summary>
public interface IDeliveryPlanner
{
    /// <summary>Whether it writes to nobody: then a test (<see cref="TestIncident"/>) goes here too, and what is only shown.</summary>
    bool WritesToNobody => false;

    IEnumerable<PlannedDelivery> Plan(IncidentChange change);
}
