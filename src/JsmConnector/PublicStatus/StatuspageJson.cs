using System.Globalization;
using System.Net;
using System.Text.Json;
using JsmConnector.StatusPages.Providers.Builtin;

namespace JsmConnector.PublicStatus;

/// <summary>
/// The public JSON in the Statuspage v2 shape: every key present, null instead of missing, times with milliseconds. Widgets and monitors written for
/// Statuspage read it unchanged, so no key is ever changed; additions go elsewhere.
/// </summary>
public static class StatuspageJson
{
    /// <summary>As many as the format's lists hold.</summary>
    private const int Most = 50;
    private static readonly JsonSerializerOptions Options = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static byte[] Summary(PublicPage page) => Bytes(new
    {
        page = Page(page),
        components = StatuspageComponents.All(page),
        incidents = Entries(page, page.Open),
        scheduled_maintenances = Entries(page, page.Planned),
        status = Status(page),
    });

    public static byte[] StatusOnly(PublicPage page) => Bytes(new { page = Page(page), status = Status(page) });

    public static byte[] Components(PublicPage page) => Bytes(new { page = Page(page), components = StatuspageComponents.All(page) });

    public static byte[] Incidents(PublicPage page) => Bytes(new { page = Page(page), incidents = Entries(page, page.Incidents) });

    public static byte[] Unresolved(PublicPage page) => Bytes(new { page = Page(page), incidents = Entries(page, page.Open) });

    public static byte[] Maintenances(PublicPage page) => Planned(page, page.Maintenances);

    public static byte[] Upcoming(PublicPage page) => Planned(page, page.Planned.Where(maintenance => maintenance.Row.Stage == "scheduled"));

    public static byte[] Active(PublicPage page) => Planned(page, page.Planned.Where(maintenance => maintenance.Row.Stage != "scheduled"));

    private static byte[] Planned(PublicPage page, IEnumerable<PageIncident> maintenances) =>
        Bytes(new { page = Page(page), scheduled_maintenances = Entries(page, maintenances) });

    private static object Page(PublicPage page) => new { id = page.Id, name = page.Name, url = page.Url, time_zone = "Etc/UTC", updated_at = Time(page.UpdatedAt) };

    private static object Status(PublicPage page) => new
    {
        indicator = page.Settings.MaintenanceAsNone && page.Indicator.Indicator == "maintenance" ? "none" : page.Indicator.Indicator,
        description = page.Indicator.Description,
    };

    private static IEnumerable<object> Entries(PublicPage page, IEnumerable<PageIncident> entries)
    {
        var components = new StatuspageComponents(page);
        return [.. entries.Take(Most).Select(entry => Entry(page, entry, components))];
    }

    private static Dictionary<string, object?> Entry(PublicPage page, PageIncident incident, StatuspageComponents components)
    {
        var row = incident.Row;
        var entry = new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["id"] = row.PublicId,
            ["name"] = row.Title,
            ["status"] = row.Stage,
            ["created_at"] = Time(row.CreatedAt),
            ["updated_at"] = Time(row.UpdatedAt),
            ["monitoring_at"] = Time(row.MonitoringAt),
            ["resolved_at"] = Time(row.ResolvedAt),
            ["impact"] = row.Impact,
            ["shortlink"] = $"{page.Url}/incidents/{row.PublicId}",
            ["started_at"] = Time(row.StartedAt),
            ["page_id"] = page.Id,
            ["incident_updates"] = incident.Updates.Select(update => Update(update, components)),
            ["components"] = components.Touched(row),
            ["reminder_intervals"] = null,
        };
        if (incident.IsMaintenance)
        {
            entry["scheduled_for"] = Time(row.ScheduledFor);
            entry["scheduled_until"] = Time(row.ScheduledUntil);
        }
        return entry;
    }

    private static object Update(PublishedUpdate update, StatuspageComponents components) => new
    {
        id = update.PublicId,
        status = update.Stage,
        // Clients treat the body as HTML.
        body = WebUtility.HtmlEncode(update.Words).ReplaceLineEndings("<br />"),
        incident_id = update.IncidentId,
        created_at = Time(update.DisplayAt),
        updated_at = Time(update.DisplayAt),
        display_at = Time(update.DisplayAt),
        affected_components = components.Affected(update),
        deliver_notifications = true,
        custom_tweet = (string?)null,
        tweet_id = (string?)null,
    };

    internal static string? Time(DateTimeOffset? at) => at?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    private static byte[] Bytes(object document) => JsonSerializer.SerializeToUtf8Bytes(document, Options);
}
