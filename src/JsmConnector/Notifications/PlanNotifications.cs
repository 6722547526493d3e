using JsmConnector.Deliveries;
using JsmConnector.Incidents;
using JsmConnector.Incidents.Promises;
using JsmConnector.Installations.Settings;
using JsmConnector.Maintenances;

namespace JsmConnector.Notifications;

/// <summary>One delivery for each update, audience, channel and recipient: the ledger's rows. A lane is one recipient's view of one incident.</summary>
public sealed class PlanNotifications(IEnumerable<INotificationChannel> channels) : IDeliveryPlanner, IPromisePlanner, IMaintenancePlanner
{
    /// <summary>What waits for the morning stands in nobody's way: a graver word, and the reminders, go past it.</summary>
    private const string Quiet = ":quiet";

    /// <summary>Whether what is in this lane was planned in quiet hours: what the settings say by now does not change that.</summary>
    public static bool WaitsForMorning(string lane) => lane.EndsWith(Quiet, StringComparison.Ordinal);

    /// <summary>The lanes in which words about an incident to one recipient may have stood.</summary>
    public static IReadOnlyList<string> Lanes(string lane, Guid incident)
    {
        var (end, own) = ($":{incident:N}", WaitsForMorning(lane) ? lane[..^Quiet.Length] : lane);
        var recipient = own.EndsWith(end, StringComparison.Ordinal) ? own[..^end.Length] : own;
        return [recipient + end, recipient + Quiet, recipient + end + Quiet];
    }

    /// <summary>One for all incidents, so that in the morning they are told in one message.</summary>
    private static string QuietLane(string lane) => lane[..lane.LastIndexOf(':')] + Quiet;

    public IEnumerable<PlannedDelivery> Plan(IncidentChange change) => change.Update is not { } update
        ? []
        : from audience in change.Settings.Audiences
          let quietUntil = QuietTime.Ends(audience.QuietHours, change.Incident.Severity, change.At)
          from planned in To(audience, change.Settings, change.Incident.Id.Value)
          select At(planned, update.Id.Value, quietUntil);

    /// <summary>Planned work wakes nobody up.</summary>
    public IEnumerable<PlannedDelivery> Plan(MaintenanceChange change) =>
        from audience in change.Settings.Audiences
        where audience.PlannedWork
        let quietUntil = QuietTime.Ends(audience.QuietHours, Severity.Low, change.Update.PublishedAt)
        from planned in To(audience, change.Settings, change.Maintenance.Id.Value)
        select At(planned, change.Update.Id, quietUntil);

    private static PlannedDelivery At(PlannedDelivery planned, Guid update, DateTimeOffset? quietUntil) =>
        planned with { UpdateId = update, NotBefore = quietUntil, Lane = quietUntil is null ? planned.Lane : QuietLane(planned.Lane) };

    /// <summary>Core hears first; the longer nobody writes, the further up it goes.</summary>
    public IEnumerable<PlannedDelivery> Plan(PromiseReached reached)
    {
        var names = reached.Step >= PromiseStep.Manager ? new[] { AudienceSettings.Core, AudienceSettings.Executives } : [AudienceSettings.Core];
        return reached.Settings.Audiences.Where(audience => names.Contains(audience.Name, StringComparer.Ordinal))
            .SelectMany(audience => To(audience, reached.Settings, reached.Incident.Id.Value));
    }

    /// <summary>To each reader of the channels that this audience names.</summary>
    public IEnumerable<PlannedDelivery> To(AudienceSettings audience, InstallationSettings settings, Guid incident) =>
        from id in audience.Channels.Distinct(StringComparer.Ordinal)
        join entry in settings.Channels on id equals entry.Id
        let kind = channels.FirstOrDefault(channel => channel.Kind == entry.Kind)
        where kind is not null
        from recipient in kind.Recipients(entry)
        let destination = recipient.Length == 0 ? entry.Id : $"{entry.Id}/{recipient}"
        select new PlannedDelivery(entry.Kind, destination, $"notify:{audience.Name}:{destination}:{incident:N}")
        {
            IncidentId = incident,
            Audience = audience.Name,
        };
}
