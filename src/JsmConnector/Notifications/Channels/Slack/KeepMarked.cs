using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using JsmConnector.Deliveries;
using JsmConnector.Incidents;
using JsmConnector.Platform.Database;
using JsmConnector.Platform.Languages;
using Microsoft.EntityFrameworkCore;

namespace JsmConnector.Notifications.Channels.Slack;

/// <summary>
/// Puts a message that somebody marked with the channel's emoji on the timeline of its incident, internally, and takes it away when nobody marks it any more. The
/// message is the key: however often Slack tells the event, and however many people mark it, it stands there once. Nothing of it is ever public.
/// </summary>
public sealed partial class KeepMarked(JsmConnectorContext database, SlackClient slack, ILogger<KeepMarked> logger)
{
    /// <param name="channels">Ids in the settings of all that speak in the message's channel.</param>
    /// <param name="tag">Language of the message's channel.</param>
    /// <returns>False when Slack could not be asked now and is to tell it again.</returns>
    public async Task<bool> TakeAsync(SlackEvent.Marked marked, IReadOnlyList<string> channels, SlackSettings settings, string tag, CancellationToken cancellationToken)
    {
        var (message, isAway, refusal) = await FindAsync(marked, settings, cancellationToken);
        if (refusal is not null)
            await RefusedAsync(marked, settings, FitWords.To(refusal, 60), tag, cancellationToken);
        if (message is null)
            return !isAway;
        var thread = SlackClient.Text(message, "thread_ts");
        // Others may mark it still, or nobody any more by the time that Slack tells it: how the message stands now counts, not what one event says.
        var isMarked = (message["reactions"] as JsonArray ?? []).OfType<JsonObject>().Any(reaction => ((string?)reaction["name"])?.Split("::")[0] == marked.Emoji);
        var words = SlackWords.Plain(SlackClient.Text(message, "text") ?? "");
        // The app's own words are on the timeline already.
        if ((string?)message["metadata"]?["event_type"] == SlackChannel.EventType || (isMarked && words.Length == 0))
            return true;
        var key = Key(marked);
        var held = await database.Set<TimelineEntry>().AsNoTracking().Where(entry => entry.Key == key).OrderBy(entry => entry.Removed).FirstOrDefaultAsync(cancellationToken);
        if (!isMarked && held is null or { Removed: true })
            return true;
        // Where it stands already, whatever has opened or was written into the message since.
        var incident = held is null ? await IncidentAsync(marked, thread, channels, words, cancellationToken) : await database.Set<Incident>().AsNoTracking().FirstOrDefaultAsync(known => known.IssueId == held.IssueId, cancellationToken);
        if (incident is null)
        {
            if (!marked.IsTakenBack)
                await TellAsync(marked, settings, thread, ScreenWords.In(tag, "The message was kept nowhere: it is not clear which incident it is about. Mark a message in the thread of one, or one that names its key."), cancellationToken);
            return true;
        }
        if (await KeepAsync(incident, marked, words, isMarked, cancellationToken) && isMarked && held is null or { Removed: true })
            await TellAsync(marked, settings, thread, new Sentence("The message is on the timeline of {0}, for the team alone.", incident.IssueKey).In(tag), cancellationToken);
        return true;
    }

    private static string Key(SlackEvent.Marked marked) => $"slack/{marked.Channel}/{marked.Message}";

    /// <returns>False when another call is keeping it at the same moment.</returns>
    private async Task<bool> KeepAsync(Incident incident, SlackEvent.Marked marked, string words, bool isMarked, CancellationToken cancellationToken)
    {
        var key = Key(marked);
        await Timeline.AppendAsync(database, incident.InstallationId, incident.IssueId,
        [
            new TimelineFact
            {
                Key = key,
                At = SlackEvent.Time(marked.Message)!.Value,
                Kind = "chat",
                Text = isMarked ? words : "",
                Visibility = Visibility.Internal,
                Evidence = key,
                AsOf = marked.At,
                Removed = !isMarked,
            },
        ], cancellationToken);
        try
        {
            await database.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException exception) when (exception.InnerException is Npgsql.PostgresException { SqlState: Npgsql.PostgresErrorCodes.UniqueViolation })
        {
            // Slack told it twice at the same moment, and the other one is keeping it.
            return false;
        }
        return true;
    }

    /// <returns>The message; else whether Slack may have it later, and why it never will for the bot as it is.</returns>
    private async Task<(JsonObject? Message, bool IsAway, string? Refusal)> FindAsync(SlackEvent.Marked marked, SlackSettings settings, CancellationToken cancellationToken)
    {
        var arguments = new Dictionary<string, string>
        {
            ["channel"] = marked.Channel,
            ["ts"] = marked.Message,
            ["oldest"] = marked.Message,
            ["latest"] = marked.Message,
            ["inclusive"] = "true",
            ["include_all_metadata"] = "true",
            ["limit"] = "10",
        };
        string? refusal = null;
        // The first knows answers in a thread, and the message that a thread began with; the second those that nobody answered.
        foreach (var method in new[] { "conversations.replies", "conversations.history" })
        {
            var answer = await slack.AskAsync(method, settings.Token!, arguments, cancellationToken);
            if (answer is SlackAnswer.Failed or SlackAnswer.Error("ratelimited" or "rate_limited" or "internal_error" or "fatal_error" or "service_unavailable" or "request_timeout"))
                return (null, true, null);
            if (answer is SlackAnswer.Ok(var body) && (body["messages"] as JsonArray ?? []).OfType<JsonObject>().FirstOrDefault(message => SlackClient.Text(message, "ts") == marked.Message) is { } found)
                return (found, false, null);
            if (answer is SlackAnswer.Error(not "thread_not_found" and var word))
                refusal = word;
        }
        return (null, false, refusal);
    }

    /// <summary>Nothing comes of a mark until somebody mends it; where the bot may not even say so, the log does.</summary>
    private async Task RefusedAsync(SlackEvent.Marked marked, SlackSettings settings, string word, string tag, CancellationToken cancellationToken)
    {
        LogRefused(logger, marked.Channel, database.Tenant, word);
        if (!marked.IsTakenBack)
            await TellAsync(marked, settings, null, new Sentence("The message was kept nowhere: Slack does not let the bot read it ({0}). Invite the bot here, and give it the scope channels:history, in a private channel groups:history.", word).In(tag), cancellationToken);
    }

    /// <summary>Of whose thread it is part; else the one that it names; else the only one that is open.</summary>
    private async Task<Incident?> IncidentAsync(SlackEvent.Marked marked, string? inThread, IReadOnlyList<string> channels, string words, CancellationToken cancellationToken)
    {
        var held = database.Set<Incident>().AsNoTracking().Where(incident => !incident.Deleted && !incident.IsTest);
        var thread = inThread ?? marked.Message;
        var told = await database.Set<Delivery>().Where(row => row.Channel == "slack" && channels.Contains(row.Destination) && row.RemoteId == thread && row.IncidentId != null).Select(row => row.IncidentId).FirstOrDefaultAsync(cancellationToken);
        if (told is { } id)
            return await held.FirstOrDefaultAsync(incident => incident.Id == new IncidentId(id), cancellationToken);
        var keys = Keys().Matches(words).Select(key => key.Value.ToUpperInvariant()).Distinct(StringComparer.Ordinal).Take(10).ToList();
        var named = keys.Count == 0 ? [] : await held.Where(incident => keys.Contains(incident.IssueKey)).Take(2).ToListAsync(cancellationToken);
        if (named.Count > 0)
            return named.Count == 1 ? named[0] : null;
        var open = await held.Where(incident => incident.Stage != Stage.Resolved && incident.Stage != Stage.Withdrawn).Take(2).ToListAsync(cancellationToken);
        return open.Count == 1 ? open[0] : null;
    }

    /// <summary>Only the one who marked it sees the answer; that it did not come costs nothing.</summary>
    private Task<SlackAnswer> TellAsync(SlackEvent.Marked marked, SlackSettings settings, string? thread, string text, CancellationToken cancellationToken) =>
        slack.CallAsync("chat.postEphemeral", settings.Token!, new { channel = marked.Channel, user = marked.User, thread_ts = thread, text }, cancellationToken);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Slack does not let the bot of installation {Installation} read a message that somebody marked in channel {Channel}: {Reason}")]
    private static partial void LogRefused(ILogger logger, string channel, InstallationId installation, string reason);

    [GeneratedRegex(@"\b[A-Za-z][A-Za-z0-9_]{1,20}-[1-9][0-9]{0,9}\b", RegexOptions.NonBacktracking)]
    private static partial Regex Keys();
}
