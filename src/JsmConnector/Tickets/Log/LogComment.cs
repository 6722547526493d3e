using System.Globalization;
using JsmConnector.Deliveries;
using JsmConnector.Incidents;
using JsmConnector.Platform.Languages;

namespace JsmConnector.Tickets.Log;

/// <summary>What the ticket's log says of an update. Pure.</summary>
internal static class LogComment
{
    public static TeamComment Of(IncidentUpdate update, string language)
    {
        var words = Language.Of(language);
        var stage = string.Format(CultureInfo.InvariantCulture, ScreenWords.In(language, "{0}, told in public {1}"), ScreenWords.In(language, update.Stage.Label()), words.Exact(update.PublishedAt));
        var head = update.NextUpdateAt is { } next ? $"{stage}. {ScreenWords.In(language, "Next update by")} {words.Clock(next, update.PublishedAt)}." : $"{stage}.";
        var lines = update.CustomerWords.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return new TeamComment([.. lines.Prepend(head).Select(line => TeamComment.Paragraph(TeamComment.Text(line)))], "jsmconnector-log", "update", update.Id.Public());
    }
}
