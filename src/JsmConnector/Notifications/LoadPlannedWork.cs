using JsmConnector.Deliveries;
using JsmConnector.Incidents;
using JsmConnector.Incidents.Wording;
using JsmConnector.Installations;
using JsmConnector.Installations.Settings;
using JsmConnector.Maintenances;
using JsmConnector.Platform;
using JsmConnector.Platform.Database;
using JsmConnector.Platform.Languages;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace JsmConnector.Notifications;

/// <summary>Turns a delivery about planned work into what an audience is told of it. Its last word says it all: an older one that is late is not told.</summary>
public sealed class LoadPlannedWork(JsmConnectorContext database, IOptions<AppOptions> app)
{
    /// <param name="isAgain">It may have been told already, in one message with others, and is told as it was then.</param>
    public async Task<LoadedNotice> LoadAsync(Delivery row, AudienceSettings audience, string? form, InstallationSettings settings, bool isAgain, CancellationToken cancellationToken)
    {
        var id = new MaintenanceId(row.IncidentId ?? Guid.Empty);
        var updates = await database.Set<MaintenanceUpdate>().AsNoTracking().Where(update => update.MaintenanceId == id).OrderBy(update => update.Number).ToListAsync(cancellationToken);
        if (await database.Set<Maintenance>().AsNoTracking().FirstOrDefaultAsync(known => known.Id == id, cancellationToken) is not { } maintenance || updates.Find(update => update.Id == row.UpdateId) is not { } update)
            return new LoadedNotice.Needless(new DeliveryOutcome.Never("What was to be told no longer exists."));
        if (!audience.PlannedWork)
            return new LoadedNotice.Needless(new DeliveryOutcome.Suppressed($"The settings tell the audience '{audience.Name}' nothing of planned work any more."));
        if (update != updates[^1] && !isAgain)
            return new LoadedNotice.Needless(new DeliveryOutcome.Suppressed("A newer word about the planned work says it all."));
        List<ComponentId> ids = [.. maintenance.ComponentIds.Select(component => new ComponentId(component))];
        List<string> names = [.. maintenance.InItsOrder(await database.Set<Component>().AsNoTracking().Where(component => ids.Contains(component.Id)).ToListAsync(cancellationToken)).Select(component => component.Name)];
        var site = await database.Set<Installation>().AsNoTracking().Where(site => site.Id == row.InstallationId).Select(site => new { site.ShortName, site.BaseUrl }).SingleAsync(cancellationToken);
        var (language, publicId) = (Language.Of(audience.Language), PublicId.Of(maintenance.Id.Value));
        var ticket = maintenance.IssueKey is { } key ? $"{site.BaseUrl}/browse/{key}" : null;
        var page = LoadNotice.PageOf(publicId, site.ShortName, settings, app.Value);
        var lanes = PlanNotifications.Lanes(row.Lane, maintenance.Id.Value);
        var told = await database.Set<Delivery>().AsNoTracking().Where(d => d.IncidentId == row.IncidentId && lanes.Contains(d.Lane) && d.State == DeliveryState.Delivered)
            .OrderBy(d => d.Sequence).Select(d => new { d.UpdateId, d.RemoteId }).ToListAsync(cancellationToken);
        var heard = updates.LastOrDefault(earlier => told.Exists(word => word.UpdateId == earlier.Id));
        var words = MaintenanceWords.For(maintenance, (update, MaintenanceWords.MovedFrom(maintenance, updates, update, heard)), names, audience.Name, language, (row.Channel, form), (ticket, page), settings);
        return new LoadedNotice.ToSend(new Notice
        {
            Id = row.Id.Value.ToString("N"),
            Incident = publicId,
            Audience = audience.Name,
            Language = language,
            Title = MaintenanceWords.TitleIn(maintenance, names, language),
            Stage = update.Stage.IsOver() ? Stage.Resolved : Stage.Investigating,
            PlannedStage = update.Stage.Name(),
            Severity = Severity.Low,
            Text = words.Text,
            Short = words.Short,
            SaidAt = update.PublishedAt,
            Number = update.Number,
            IssueKey = Audience.ReadsPublicWords(audience.Name) ? null : maintenance.IssueKey,
            Link = page,
            ParentId = told.Find(word => word.RemoteId is not null)?.RemoteId,
            IsFirst = heard is null,
            IsNewStage = updates.Find(other => other.Number == update.Number - 1)?.Stage != update.Stage,
        }, maintenance.IssueId);
    }
}
