using JsmConnector.Incidents;
using JsmConnector.Platform.Languages;

namespace JsmConnector.Maintenances;

/// <summary>What a change ticket wants of its maintenance. Pure.</summary>
public abstract record TicketWish
{
    public sealed record Nothing(string Because) : TicketWish;

    public sealed record Schedule(MaintenanceWish Wish) : TicketWish;

    public sealed record Move(MaintenanceWish Wish) : TicketWish;

    /// <param name="held">The newest maintenance of the ticket, also one that is over.</param>
    /// <param name="heldNames">Names of its components.</param>
    /// <param name="language">Of the title.</param>
    public static TicketWish Of(Maintenance? held, IReadOnlyList<string> heldNames, PlannedWork work, IssueSnapshot ticket, bool deleted, DateTimeOffset now, Language language)
    {
        var isOpen = held is { } known && !known.Stage.IsOver();
        if (isOpen && ticket.TakenAt < held!.SnapshotAt)
            return new Nothing("a newer version of the ticket is known");
        var planned = deleted ? null : work as PlannedWork.Planned;
        if (planned is { End: null })
            return isOpen ? Moved(held!, heldNames, planned, ticket, language) : Scheduled(held, planned, ticket, now, language);
        if (!isOpen)
            return new Nothing(work.Because);
        return new Move(new MaintenanceWish { Stage = planned is { End: Stage.Resolved } ? MaintenanceStage.Completed : MaintenanceStage.Cancelled, Ticket = new PlanningTicket(ticket.IssueId, ticket.Key, ticket.TakenAt) });
    }

    /// <summary>Work that is over, whoever ended it, comes back only with another window.</summary>
    private static TicketWish Scheduled(Maintenance? over, PlannedWork.Planned work, IssueSnapshot ticket, DateTimeOffset now, Language language)
    {
        if (work.Until <= now)
            return new Nothing("its window is over");
        if (over is not null && (ticket.TakenAt < over.SnapshotAt || (over.ScheduledFor == work.From && over.ScheduledUntil == work.Until)))
            return new Nothing("this window was announced, and is over");
        return new Schedule(Wanted(work, ticket, language));
    }

    private static TicketWish Moved(Maintenance held, IReadOnlyList<string> heldNames, PlannedWork.Planned work, IssueSnapshot ticket, Language language) =>
        held.ScheduledFor == work.From && held.ScheduledUntil == work.Until
        && heldNames.Select(Component.KeyOf).Order(StringComparer.Ordinal).SequenceEqual(work.Components.Select(Component.KeyOf).Order(StringComparer.Ordinal))
            ? new Nothing("it plans what is announced")
            : new Move(Wanted(work, ticket, language));

    private static MaintenanceWish Wanted(PlannedWork.Planned work, IssueSnapshot ticket, Language language) => new()
    {
        Title = MaintenanceWords.Title(work.Components, language),
        ScheduledFor = work.From,
        ScheduledUntil = work.Until,
        Components = work.Components,
        Ticket = new PlanningTicket(ticket.IssueId, ticket.Key, ticket.TakenAt),
    };
}
