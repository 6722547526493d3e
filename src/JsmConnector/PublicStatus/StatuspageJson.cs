using System.Globalization;
using System.Text.Json;
using JsmConnector.StatusPages.Providers.Builtin;

namespace JsmConnector.PublicStatus;

/// <summary>
/// The public JSON in the Statuspage v2 shape: every key present, null instead of missing, times with milliseconds. Widgets and monitors written for
/// Statuspage read it unchanged, so no key is ever changed; additions go elsewhere.
/// </summary>
public static class StatuspageJson
{
    private static readonly JsonSerializerOptions Options = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static byte[] Summary(PublicPage page) => Bytes(new
    {
        page = Page(page),
        components = page.Components.Select(c => Component(page, c)),
        incidents = page.Open.Select(i => Incident(page, i)),
        scheduled_maintenances = Array.Empty<object>(),
        status = Status(page),
    });

    public static byte[] StatusOnly(PublicPage page) => Bytes(new { page = Page(page), status = Status(page) });

    public static byte[] Components(PublicPage page) => Bytes(new { page = Page(page), components = page.Components.Select(c => Component(page, c)) });

    public static byte[] Incidents(PublicPage page) => Bytes(new { page = Page(page), incidents = page.Incidents.Take(50).Select(i => Incident(page, i)) });

    public static byte[] Unresolved(PublicPage page) => Bytes(new { page = Page(page), incidents = page.Open.Select(i => Incident(page, i)) });

    /// <summary>Scheduled maintenance comes with change tickets; until then the lists are empty.</summary>
    public static byte[] Maintenances(PublicPage page) => Bytes(new { page = Page(page), scheduled_maintenances = Array.Empty<object>() });

    private static object Page(PublicPage page) => new { id = page.Id, name = page.Name, url = page.Url, time_zone = "Etc/UTC", updated_at = Time(page.UpdatedAt) };

    private static object Status(PublicPage page) => new { indicator = page.Indicator.Indicator, description = page.Indicator.Description };

    private static object Component(PublicPage page, PageComponent component) => new
    {
        id = component.Row.PublicId,
        name = component.Row.Name,
        status = component.Row.Status,
        created_at = Time(component.Row.CreatedAt),
        updated_at = Time(component.Row.UpdatedAt),
        position = component.Row.Position,
        description = (string?)null,
        showcase = true,
        start_date = component.Row.CreatedAt.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        group_id = (string?)null,
        page_id = page.Id,
        group = false,
        only_show_if_degraded = false,
    };

    private static object Incident(PublicPage page, PageIncident incident) => new
    {
        id = incident.Row.PublicId,
        name = incident.Row.Title,
        status = incident.Row.Stage,
        created_at = Time(incident.Row.CreatedAt),
        updated_at = Time(incident.Row.UpdatedAt),
        monitoring_at = Time(incident.Row.MonitoringAt),
        resolved_at = Time(incident.Row.ResolvedAt),
        impact = incident.Row.Impact,
        shortlink = $"{page.Url}/incidents/{incident.Row.PublicId}",
        started_at = Time(incident.Row.StartedAt),
        page_id = page.Id,
        incident_updates = incident.Updates.Select(Update),
        components = page.Components.Where(c => incident.Row.ComponentIds.Contains(c.Row.PublicId)).Select(c => Component(page, c)),
        reminder_intervals = (string?)null,
    };

    private static object Update(PublishedUpdate update) => new
    {
        id = update.PublicId,
        status = update.Stage,
        // Clients treat the body as HTML.
        body = System.Net.WebUtility.HtmlEncode(update.Words).ReplaceLineEndings("<br />"),
        incident_id = update.IncidentId,
        created_at = Time(update.DisplayAt),
        updated_at = Time(update.DisplayAt),
        display_at = Time(update.DisplayAt),
        affected_components = Affected(update)?.Select(c => new { code = c.Code, name = c.Name, old_status = c.OldStatus, new_status = c.NewStatus }),
        deliver_notifications = true,
        custom_tweet = (string?)null,
        tweet_id = (string?)null,
    };

    private static List<AffectedComponent>? Affected(PublishedUpdate update) =>
        update.Affected is null ? null : JsonSerializer.Deserialize<List<AffectedComponent>>(update.Affected);

    private static string? Time(DateTimeOffset? at) => at?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    private static byte[] Bytes(object document) => JsonSerializer.SerializeToUtf8Bytes(document, Options);
}
