using System.Globalization;
using System.Text.Json;
using JsmConnector.Incidents;

namespace JsmConnector.Notifications.Subscribers;

/// <summary>
/// What a subscribed endpoint is sent: the body that Statuspage sends to its webhook subscribers, so that receivers written for it go on working; our signature
/// stands in the headers beside it. Pure.
/// </summary>
public static class StatuspagePayload
{
    public static string Of(ToldEntry told, NoticedPage page, string unsubscribe, PageIndicator stand, DateTimeOffset now) => JsonSerializer.Serialize(new
    {
        meta = new { unsubscribe, documentation = "https://www.standardwebhooks.com", generated_at = Time(now) },
        page = new { id = page.Id, status_indicator = stand.Indicator, status_description = stand.Description },
        incident = Entry(told, page),
    });

    private static Dictionary<string, object?> Entry(ToldEntry told, NoticedPage page)
    {
        var entry = new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["id"] = told.PublicId,
            ["name"] = told.Title,
            ["status"] = told.Shown,
            ["impact"] = told.IsMaintenance ? "maintenance" : told.Severity.Impact,
            ["created_at"] = Time(told.Updates[^1].At),
            ["updated_at"] = Time(told.SaidAt),
            ["started_at"] = Time(told.StartedAt),
            ["resolved_at"] = told.EndedAt is { } end ? Time(end) : null,
            ["shortlink"] = $"{page.Url}/incidents/{told.PublicId}",
            ["page_id"] = page.Id,
            ["next_update_at"] = told.NextUpdateAt is { } next ? Time(next) : null,
            ["components"] = told.Components.Select(component => new { id = component.Id, name = component.Name }),
            ["incident_updates"] = told.Updates.Take(20).Select(update => Update(told, update)),
        };
        // As in the JSON of the page: only planned work has these.
        if (told.Window is var (from, until))
            (entry["scheduled_for"], entry["scheduled_until"]) = (Time(from), Time(until));
        return entry;
    }

    private static object Update(ToldEntry told, (string Id, string Stage, string Words, DateTimeOffset At) update) => new
    {
        id = update.Id,
        status = update.Stage,
        body = FitWords.To(update.Words, 4_000),
        incident_id = told.PublicId,
        created_at = Time(update.At),
        updated_at = Time(update.At),
        display_at = Time(update.At),
    };

    /// <summary>Whoever owns the endpoint confirms by opening the address, and keeps the secret for checking what follows.</summary>
    public static string Question(NoticedPage page, string confirm, string secret, DateTimeOffset now) => JsonSerializer.Serialize(new
    {
        meta = new { documentation = "https://www.standardwebhooks.com", generated_at = Time(now) },
        page = new { id = page.Id, name = page.Name, url = page.Url },
        subscription = new { state = "unconfirmed", confirm_url = confirm, secret },
    });

    private static string Time(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
