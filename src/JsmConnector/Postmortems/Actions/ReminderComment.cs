using System.Globalization;
using System.Text.Json;
using JsmConnector.AtlassianConnect.Client;

namespace JsmConnector.Postmortems.Actions;

/// <summary>What is said to the owner of an action, beside its issue, in Jira's document format. Pure.</summary>
internal static class ReminderComment
{
    private const string PropertyKey = "jsmconnector-reminder";

    public static object Of(PostmortemAction action, string incidentKey, ActionReminder reminder, string language) => new
    {
        body = new { type = "doc", version = 1, content = new[] { new { type = "paragraph", content = Content(action, Text(action, incidentKey, reminder, language)) } } },
        properties = new object[]
        {
            // Customers may read comments where the issue lies in a service project; this one is for the team.
            new { key = "sd.public.comment", value = new { @internal = true } },
            new { key = PropertyKey, value = new { reminder = NameOf(action, reminder) } },
        },
    };

    public static bool Is(JiraComment comment, PostmortemAction action, ActionReminder reminder) =>
        comment.Properties.ValueKind == JsonValueKind.Array && comment.Properties.EnumerateArray().Any(property =>
            property.ValueKind == JsonValueKind.Object && property.TryGetProperty("key", out var key) && key.ValueKind == JsonValueKind.String && key.ValueEquals(PropertyKey)
            && property.TryGetProperty("value", out var value) && value.ValueKind == JsonValueKind.Object
            && value.TryGetProperty("reminder", out var told) && told.ValueKind == JsonValueKind.String && told.GetString() == NameOf(action, reminder));

    /// <summary>Whoever is mentioned is told by Jira, in the way that they chose there.</summary>
    private static object[] Content(PostmortemAction action, string text) => action.Owner is { Length: > 0 } owner
        ? [new { type = "mention", attrs = new { id = owner, text = $"@{action.OwnerName ?? ""}" } }, new { type = "text", text = $" {text}" }]
        : [new { type = "text", text }];

    private static string Text(PostmortemAction action, string incidentKey, ActionReminder reminder, string language)
    {
        var german = language == "de";
        var day = action.GoalAt.UtcDateTime.ToString(german ? "dd.MM.yyyy" : "d MMM yyyy", CultureInfo.InvariantCulture);
        return (german, reminder == ActionReminder.Overdue) switch
        {
            (false, false) => $"This was decided after {incidentKey} and is due on {day}.",
            (false, true) => $"This was decided after {incidentKey} and was due on {day}. If it takes longer, change the date here; if it is dropped, close this issue and say why.",
            (true, false) => $"Das wurde nach {incidentKey} beschlossen und ist am {day} fällig.",
            (true, true) => $"Das wurde nach {incidentKey} beschlossen und war am {day} fällig. Dauert es länger, ändern Sie hier das Datum; fällt es weg, schließen Sie diesen Vorgang mit dem Grund.",
        };
    }

    private static string NameOf(PostmortemAction action, ActionReminder reminder) => $"{action.Id:N}/{reminder}";
}
