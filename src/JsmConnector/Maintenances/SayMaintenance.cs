using JsmConnector.Deliveries;
using JsmConnector.Incidents;
using JsmConnector.Incidents.Wording;
using JsmConnector.Installations.Settings;
using JsmConnector.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace JsmConnector.Maintenances;

/// <summary>What somebody wants of a maintenance; members left out stay as they are.</summary>
public sealed record MaintenanceWish
{
    public string? Title { get; init; }
    public string? Words { get; init; }
    public MaintenanceStage? Stage { get; init; }
    public DateTimeOffset? ScheduledFor { get; init; }
    public DateTimeOffset? ScheduledUntil { get; init; }
    public bool? Automatic { get; init; }

    /// <summary>Names; one that is not known becomes a component of the site.</summary>
    public IReadOnlyList<string>? Components { get; init; }

    /// <summary>Account id; null when no person wishes it.</summary>
    public string? Author { get; init; }

    /// <summary>Nobody says so: its time has come.</summary>
    public bool IsByClock { get; init; }

    /// <summary>Kinds of findings in title and words that a person has read and means.</summary>
    public IReadOnlyCollection<string> Accepted { get; init; } = [];

    /// <summary>The ticket that plans it, and its version; null for people's wishes.</summary>
    public PlanningTicket? Ticket { get; init; }
}

/// <param name="TakenAt">The version of the ticket.</param>
public sealed record PlanningTicket(string IssueId, string Key, DateTimeOffset TakenAt);

public abstract record MaintenanceSaid
{
    public sealed record Said(Maintenance Maintenance, MaintenanceUpdate Update) : MaintenanceSaid;

    public sealed record Refused(IReadOnlyList<(string Field, string Reason, string Mend)> Mistakes) : MaintenanceSaid;
}

/// <summary>Schedules a maintenance, moves it on, and says so: one row of words and the deliveries that the reactions plan, in one transaction.</summary>
public sealed class SayMaintenance(
    JsmConnectorContext database, ComponentCatalog components, CurrentSettings settings, IEnumerable<IMaintenancePlanner> planners, DeliveriesBell bell, TimeProvider clock)
{
    public async Task<MaintenanceSaid> ScheduleAsync(InstallationId installation, MaintenanceWish wish, CancellationToken cancellationToken)
    {
        if (MistakesOf(null, wish) is { Count: > 0 } mistakes)
            return new MaintenanceSaid.Refused(mistakes);
        var current = await settings.GetAsync(installation, cancellationToken);
        var touched = await TouchAsync(installation, wish.Components ?? [], cancellationToken);
        var maintenance = new Maintenance
        {
            InstallationId = installation,
            Id = MaintenanceId.New(clock),
            Title = wish.Title ?? MaintenanceWords.Title(Names(touched), CustomerWords.LanguageOf(current)),
            ScheduledFor = wish.ScheduledFor!.Value.ToUniversalTime(),
            ScheduledUntil = wish.ScheduledUntil!.Value.ToUniversalTime(),
            Automatic = wish.Automatic ?? true,
            ComponentIds = [.. touched.Select(component => component.Id.Value)],
            CreatedAt = clock.GetUtcNow(),
            IssueId = wish.Ticket?.IssueId,
            IssueKey = wish.Ticket?.Key,
            SnapshotAt = wish.Ticket?.TakenAt,
        };
        database.Add(maintenance);
        return await SayAsync(maintenance, wish, Names(touched), null, current, cancellationToken);
    }

    public async Task<MaintenanceSaid> MoveAsync(Maintenance maintenance, MaintenanceWish wish, CancellationToken cancellationToken)
    {
        if (MistakesOf(maintenance, wish) is { Count: > 0 } mistakes)
            return new MaintenanceSaid.Refused(mistakes);
        var (begin, current) = (maintenance.ScheduledFor, await settings.GetAsync(maintenance.InstallationId, cancellationToken));
        var before = await OfAsync(maintenance, cancellationToken);
        var touched = wish.Components is { } names ? await TouchAsync(maintenance.InstallationId, names, cancellationToken) : before;
        // Other components than the title says would be a wrong title.
        var remade = wish.Components is not null && MaintenanceWords.IsMade(maintenance.Title, Names(before)) ? MaintenanceWords.Title(Names(touched), CustomerWords.LanguageOf(current)) : null;
        maintenance.Title = wish.Title ?? remade ?? maintenance.Title;
        maintenance.SnapshotAt = wish.Ticket?.TakenAt ?? maintenance.SnapshotAt;
        maintenance.IssueKey = wish.Ticket?.Key ?? maintenance.IssueKey;
        maintenance.ScheduledFor = wish.ScheduledFor?.ToUniversalTime() ?? maintenance.ScheduledFor;
        maintenance.ScheduledUntil = wish.ScheduledUntil?.ToUniversalTime() ?? maintenance.ScheduledUntil;
        maintenance.Automatic = wish.Automatic ?? maintenance.Automatic;
        maintenance.ComponentIds = [.. touched.Select(component => component.Id.Value)];
        return await SayAsync(maintenance, wish, Names(touched), begin == maintenance.ScheduledFor ? null : begin, current, cancellationToken);
    }

    private static IReadOnlyList<string> Names(IReadOnlyList<Component> components) => [.. components.Select(component => component.Name)];

    private async Task<IReadOnlyList<Component>> OfAsync(Maintenance maintenance, CancellationToken cancellationToken)
    {
        List<ComponentId> ids = [.. maintenance.ComponentIds.Select(id => new ComponentId(id))];
        return ids.Count == 0 ? [] : maintenance.InItsOrder(await database.Set<Component>().AsNoTracking().Where(component => ids.Contains(component.Id)).ToListAsync(cancellationToken));
    }

    private List<(string Field, string Reason, string Mend)> MistakesOf(Maintenance? held, MaintenanceWish wish) =>
        [.. MaintenanceRules.Mistakes(held, wish, clock.GetUtcNow()), .. MaintenanceLeaks.In(wish)];

    /// <summary>Planned work is public, and so are the components that it names.</summary>
    private async Task<IReadOnlyList<Component>> TouchAsync(InstallationId installation, IReadOnlyList<string> names, CancellationToken cancellationToken)
    {
        var touched = await components.FindOrAddAsync(installation, names, cancellationToken);
        components.Show(touched);
        return touched;
    }

    private async Task<MaintenanceSaid> SayAsync(
        Maintenance maintenance, MaintenanceWish wish, IReadOnlyList<string> names, DateTimeOffset? movedFrom, InstallationSettings current, CancellationToken cancellationToken)
    {
        var (now, stage) = (clock.GetUtcNow(), wish.Stage ?? maintenance.Stage);
        var about = MaintenanceWords.About(maintenance.Stage, stage, wish.IsByClock);
        var written = wish.Words?.Trim() is { Length: > 0 } words ? words : null;
        maintenance.Stage = stage;
        if (maintenance.IsRunning)
            maintenance.StartedAt ??= now;
        if (maintenance.Stage.IsOver())
            maintenance.CompletedAt ??= now;
        var update = new MaintenanceUpdate
        {
            InstallationId = maintenance.InstallationId,
            Id = Guid.CreateVersion7(now),
            MaintenanceId = maintenance.Id,
            Number = 1 + (await database.Set<MaintenanceUpdate>().Where(u => u.MaintenanceId == maintenance.Id).MaxAsync(u => (int?)u.Number, cancellationToken) ?? 0),
            Stage = maintenance.Stage,
            Words = written ?? MaintenanceWords.Of(maintenance, about, names, movedFrom, now, current),
            About = about,
            IsWritten = written is not null,
            MovedFrom = movedFrom,
            PublishedAt = now,
            Author = wish.Author,
        };
        database.Add(update);
        var change = new MaintenanceChange(maintenance, update, current);
        foreach (var planned in planners.SelectMany(planner => planner.Plan(change)))
            database.Add(Delivery.Of(maintenance.InstallationId, planned, clock));
        await database.SaveChangesAsync(cancellationToken);
        bell.Ring();
        return new MaintenanceSaid.Said(maintenance, update);
    }
}
