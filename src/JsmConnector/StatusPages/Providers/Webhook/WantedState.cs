using System.Text.Json;
using JsmConnector.Incidents;

namespace JsmConnector.StatusPages.Providers.Webhook;

/// <summary>The state that the other side is to be brought to, as JSON. Pure.</summary>
public static class WantedState
{
    private static readonly string[] Planned = ["scheduled", "in_progress", "verifying", "completed", "completed"];

    public static string Json(MirrorTask task, string type)
    {
        var (incident, states) = (task.Incident, task.Components.ToDictionary(component => component.Id));
        string Shown(Stage stage) => incident.Window is null ? stage.Name() : Planned[(int)stage];
        return JsonSerializer.Serialize(new
        {
            type,
            timestamp = task.Attempt.CreatedAt,
            data = new
            {
                page = task.Page.Id,
                incident = new
                {
                    id = incident.Id.Public(),
                    title = incident.Title,
                    stage = Shown(incident.Stage),
                    impact = incident.Window is null ? incident.WorstSeverity.Impact : "maintenance",
                    startedAt = incident.StartedAt,
                    resolvedAt = incident.ResolvedAt,
                    nextUpdateAt = incident.NextUpdateAt,
                    scheduledFor = incident.Window?.From,
                    scheduledUntil = incident.Window?.Until,
                    updates = incident.Updates.Select(update => new
                    {
                        id = update.Id.Public(),
                        stage = Shown(update.Stage),
                        words = update.Words,
                        publishedAt = update.PublishedAt,
                        nextUpdateAt = update.NextUpdateAt,
                        correctionOf = update.CorrectionOf?.Public(),
                    }),
                },
                // All that the incident touches, as they stand over all open incidents.
                components = incident.Components.Where(component => states.ContainsKey(component.Id)).Select(component => new
                {
                    id = component.Id.Public(),
                    name = states[component.Id].Name,
                    status = states[component.Id].Status.Name(),
                }),
            },
        }, JsonSerializerOptions.Web);
    }
}
