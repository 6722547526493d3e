using System.Globalization;
using JsmConnector.Deliveries;

namespace JsmConnector.Postmortems.Actions;

/// <summary>What is said to the owner of an action, beside its issue, in Jira's document format. Pure.</summary>
internal static class ReminderComment
{
    public static TeamComment Of(PostmortemAction action, string incidentKey, ActionReminder reminder, string language) =>
        new([TeamComment.Paragraph(Content(action, Text(action, incidentKey, reminder, language)))], "jsmconnector-reminder", "reminder", $"{action.Id:N}/{reminder}");

    private static object[] Content(PostmortemAction action, string text) => action.Owner is { Length: > 0 } owner
        ? [TeamComment.Mention(owner, action.OwnerName), TeamComment.Text($" {text}")]
        : [TeamComment.Text(text)];

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
}
