using System.Globalization;
using JsmConnector.Administration.Rules;
using JsmConnector.Incidents;
using JsmConnector.Installations;
using JsmConnector.Maintenances;
using JsmConnector.Notifications.Subscribers;
using JsmConnector.Platform.Database;
using JsmConnector.Platform.Html;
using JsmConnector.StatusPages;
using JsmConnector.StatusPages.Access;
using JsmConnector.StatusPages.History;
using JsmConnector.StatusPages.Hosts;
using JsmConnector.StatusPages.Import;
using JsmConnector.StatusPages.Upkeep;
using Microsoft.EntityFrameworkCore;

namespace JsmConnector.Administration.Pages;

/// <summary>What an administrator decides about a page: each is one use case, and the answer says what it did.</summary>
public sealed class PageDecisions(
    JsmConnectorContext database, SubscriberList subscribers, UpkeepOfPage upkeep, ComponentStateQuery states, BeginImport import, SayMaintenance maintenances, IPageHistory history, AddPastIncident past, AccessLinks links, ProveHosts hosts)
{
    /// <returns>What was done, and the key of an access link that was made.</returns>
    public async Task<(Done? Done, string? Key)> DecideAsync(Installation site, string? author, string page, IFormCollection form, CancellationToken cancellationToken)
    {
        var id = Guid.TryParse(form["id"], out var asked) ? asked : Guid.Empty;
        return form["decision"].ToString() switch
        {
            "replay" => (await subscribers.ReplayAsync(page, id, cancellationToken) is { } count ? Good("{0} messages go out again.", count) : Nothing, null),
            "unsubscribe" => (await subscribers.UnsubscribeAsync(page, id, cancellationToken) ? Good("The reader hears nothing more.") : Nothing, null),
            "repair" => (await RepairAsync(site.Id, page, form["subject"].ToString(), cancellationToken), null),
            "prove" => (await ProveAsync(site.Id, cancellationToken), null),
            "import" => (await import.BeginAsync(site.Id, page, form["source"], author, cancellationToken) switch
            {
                ImportBegun.Begun => Good("The import has begun. Its progress is shown below."),
                ImportBegun.Refused(_, var reason, var mend) => Bad($"{reason} {mend}"),
                _ => Bad("An import into this page is under way."),
            }, null),
            "plan" => (await PlanAsync(site.Id, author, form, cancellationToken), null),
            "advance" => (await AdvanceAsync(id, author, form["stage"].ToString(), cancellationToken), null),
            "correct" => (await CorrectAsync(site.Id, author, page, form, cancellationToken), null),
            "backfill" => (await past.AddAsync(site.Id, author, page, form, await NamesAsync(form, "past-components", cancellationToken), cancellationToken), null),
            "link" => await LinkAsync(site.Id, author, page, form["name"].ToString().Trim(), cancellationToken),
            "withdraw" => (await links.WithdrawAsync(site.Id, page, id, cancellationToken) ? Good("The link opens nothing any more.") : Nothing, null),
            _ => (null, null),
        };
    }

    private static Done Nothing { get; } = new(Tone.Neutral, "Nothing was changed: it was done already.");

    private static Done Good(string text, params object[] parts) => new(Tone.Good, text, parts);

    private static Done Bad(string text, params object[] parts) => new(Tone.Major, text, parts);

    private async Task<Done> ProveAsync(InstallationId site, CancellationToken cancellationToken)
    {
        await hosts.CheckAsync(site, cancellationToken);
        return Good("The places were looked at. What was found stands below; a name that is proved now is served within a minute.");
    }

    private async Task<Done> RepairAsync(InstallationId site, string page, string subject, CancellationToken cancellationToken)
    {
        if (await upkeep.FindAsync(site, page, cancellationToken) is not var (known, settings) || !await database.Set<PageDrift>().AnyAsync(drift => drift.PageId == page && drift.Subject == subject, cancellationToken))
            return Nothing;
        if (await known.RepairAsync(site, settings, subject, await states.AllAsync(cancellationToken), cancellationToken) is { } why)
            return Bad(why);
        await database.Set<PageDrift>().Where(drift => drift.PageId == page && drift.Subject == subject).ExecuteDeleteAsync(cancellationToken);
        return Good("The page shows our state again. Nobody was told.");
    }

    private async Task<Done> PlanAsync(InstallationId site, string? author, IFormCollection form, CancellationToken cancellationToken)
    {
        var wish = new MaintenanceWish
        {
            Title = Text(form, "title"),
            Words = Text(form, "words"),
            ScheduledFor = Time(form, "from"),
            ScheduledUntil = Time(form, "until"),
            Components = await NamesAsync(form, "components", cancellationToken),
            Author = author,
        };
        return await maintenances.ScheduleAsync(site, wish, cancellationToken) is MaintenanceSaid.Refused(var mistakes)
            ? Bad(string.Join(" ", mistakes.Select(mistake => $"{mistake.Field}: {mistake.Reason} {mistake.Mend}")))
            : Good("The maintenance is announced. It begins and ends by the clock.");
    }

    private async Task<Done> AdvanceAsync(Guid id, string? author, string stage, CancellationToken cancellationToken)
    {
        var wanted = Enum.GetValues<MaintenanceStage>().Cast<MaintenanceStage?>().FirstOrDefault(known => known!.Value.Name() == stage);
        if (wanted is null || await database.Set<Maintenance>().FirstOrDefaultAsync(m => m.Id == new MaintenanceId(id), cancellationToken) is not { } maintenance)
            return Nothing;
        try
        {
            return await maintenances.MoveAsync(maintenance, new MaintenanceWish { Stage = wanted, Author = author }, cancellationToken) is MaintenanceSaid.Refused(var mistakes)
                ? Bad(string.Join(" ", mistakes.Select(mistake => $"{mistake.Reason} {mistake.Mend}")))
                : Good("It is said on every page.");
        }
        catch (DbUpdateException)
        {
            return Bad("It changed meanwhile: the clock or somebody else was faster. See how it stands now.");
        }
    }

    private async Task<Done> CorrectAsync(InstallationId site, string? author, string page, IFormCollection form, CancellationToken cancellationToken)
    {
        if (Time(form, "since") is not { } from || Time(form, "until-when") is not { } until)
            return Bad("Say from when until when.");
        var correction = new StateCorrection(form["component"].ToString(), from, until, ComponentStatuses.Of(form["status"].ToString()), form["reason"].ToString());
        return await history.CorrectAsync(site, page, correction, author, cancellationToken) is var (field, reason) ? Bad($"{field}: {reason}") : Good("The history is corrected; who did it and why is on record.");
    }

    private async Task<(Done? Done, string? Key)> LinkAsync(InstallationId site, string? author, string page, string name, CancellationToken cancellationToken)
    {
        if (name.Length is 0 or > 120)
            return (Bad("Say whom the link is for, in 1 to 120 characters."), null);
        return await links.MakeAsync(site, page, name, null, author, cancellationToken) is var (_, key) ? (Good("The link for “{0}” works now.", name), key) : (Bad("There are {0} links already. Withdraw some.", AccessLinks.Most), null);
    }

    /// <summary>Components as people write them: what the page knows is one name, whatever commas it holds.</summary>
    private async Task<IReadOnlyList<string>> NamesAsync(IFormCollection form, string name, CancellationToken cancellationToken) =>
        CellNames.Split(form[name].ToString(), await database.Set<Component>().Select(component => component.Name).ToListAsync(cancellationToken));

    internal static string? Text(IFormCollection form, string name) => form[name].ToString().Trim().Replace("\0", "", StringComparison.Ordinal) is { Length: > 0 } text ? text : null;

    /// <summary>Forms write times without a zone; they are UTC, as their labels say.</summary>
    internal static DateTimeOffset? Time(IFormCollection form, string name) =>
        DateTimeOffset.TryParse(form[name], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var at) ? at : null;
}
