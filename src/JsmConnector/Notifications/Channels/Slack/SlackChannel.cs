using System.Text.Json.Nodes;
using JsmConnector.Deliveries;
using JsmConnector.Incidents;
using JsmConnector.Installations.Settings;

namespace JsmConnector.Notifications.Channels.Slack;

/// <summary>
/// A Slack bot: the first word of an incident is a message that later ones keep up to date, in its thread they are told; a new stage is also shown in the
/// channel. Slack knows no idempotency key, so every message carries our id as metadata, and an attempt after the first looks for it before it posts.
/// </summary>
public sealed class SlackChannel(SlackClient slack, TimeProvider clock) : NotificationChannel<SlackSettings>
{
    internal const string EventType = "jsmconnector_update";

    /// <summary>Of what was written since; each is one call of Slack's third tier, 50 a minute (docs.slack.dev/apis/web-api/rate-limits).</summary>
    private const int MostPages = 20;

    public override string Kind => "slack";

    public override bool MayRepeat => true;

    public override NoticePreview Preview(Notice notice) => SlackMessage.Preview(notice);

    protected override async Task<DeliveryOutcome> SendAsync(NoticeTask task, SlackSettings settings, CancellationToken cancellationToken)
    {
        var (notice, said) = (task.Notice, (string?)null);
        if (task.Number > 1)
        {
            var (found, problem) = await FindAsync(notice, settings, cancellationToken);
            if (problem is not null)
                return problem;
            said = found;
        }
        if (said is null)
        {
            var posted = await slack.CallAsync("chat.postMessage", settings.Token!, new
            {
                channel = settings.Channel,
                text = SlackMessage.Fallback(notice),
                blocks = Blocks(notice, settings),
                thread_ts = notice.ParentId,
                reply_broadcast = notice.ParentId is null ? (bool?)null : notice.IsNewStage,
                unfurl_links = false,
                metadata = new { event_type = EventType, event_payload = new { id = notice.Id } },
            }, cancellationToken);
            if (posted is not SlackAnswer.Ok(var body))
                return Judge(posted);
            said = SlackClient.Text(body, "ts");
        }
        // The thread holds the word: a parent that cannot be renewed, because it is too old or was deleted, costs nobody the news.
        if (notice is { ParentId: { } parent, IsReminder: false })
            await slack.CallAsync("chat.update", settings.Token!, new { channel = settings.Channel, ts = parent, text = SlackMessage.Fallback(notice), blocks = Blocks(notice, settings) }, cancellationToken);
        return new DeliveryOutcome.Delivered(said);
    }

    /// <summary>A button where Slack's answer can be believed and those who read it may lead.</summary>
    private static IReadOnlyList<object> Blocks(Notice notice, SlackSettings settings) =>
        settings.SigningSecret is not null && notice is { Audience: AudienceSettings.Core, IssueKey: { } issue, IsPlannedWork: false } && notice.Stage.IsOpen()
            ? [.. SlackMessage.Blocks(notice), new { type = "actions", elements = new[] { new { type = "button", text = new { type = "plain_text", text = notice.Language["take-the-lead"], emoji = false }, action_id = SlackCall.LeadAction, value = issue } } }]
            : SlackMessage.Blocks(notice);

    private async Task<(string? Found, DeliveryOutcome? Problem)> FindAsync(Notice notice, SlackSettings settings, CancellationToken cancellationToken)
    {
        var oldest = (notice.SaidAt.ToUnixTimeSeconds() - 60).ToString(System.Globalization.CultureInfo.InvariantCulture);
        var arguments = new Dictionary<string, string> { ["channel"] = settings.Channel!, ["oldest"] = oldest, ["include_all_metadata"] = "true", ["limit"] = "100" };
        if (notice.ParentId is { } parent)
            arguments["ts"] = parent;
        for (var page = 0; page < MostPages; page++)
        {
            var answer = await slack.AskAsync(notice.ParentId is null ? "conversations.history" : "conversations.replies", settings.Token!, arguments, cancellationToken);
            if (answer is not SlackAnswer.Ok(var body))
                return (null, answer is SlackAnswer.Error("missing_scope")
                    ? new DeliveryOutcome.Unknown("An earlier call had no answer, and the bot may not look for the message: it needs the scope channels:history, in a private channel groups:history. Look there, then replay or skip.")
                    : Judge(answer));
            var ours = (body["messages"] as JsonArray ?? []).OfType<JsonObject>()
                .FirstOrDefault(message => message["metadata"]?["event_payload"]?["id"]?.ToString() == notice.Id);
            if (ours is not null)
                return (SlackClient.Text(ours, "ts"), null);
            if (body["response_metadata"] is not JsonObject more || SlackClient.Text(more, "next_cursor") is not { Length: > 0 } cursor)
                return (null, null);
            arguments["cursor"] = cursor;
        }
        return (null, new DeliveryOutcome.Unknown("An earlier call had no answer, and the channel has too many messages since to find out. Look there, then replay or skip."));
    }

    private DeliveryOutcome Judge(SlackAnswer answer) => answer switch
    {
        SlackAnswer.Failed(var http) => JudgeAnswer.Of(http is ChannelAnswer.Said { IsSuccess: true } ? new ChannelAnswer.NoAnswer("Slack's answer could not be read.") : http, MayRepeat, clock.GetUtcNow()),
        SlackAnswer.Error("ratelimited" or "rate_limited") => JudgeAnswer.Limited(null, clock.GetUtcNow()),
        SlackAnswer.Error("internal_error" or "fatal_error" or "service_unavailable" or "request_timeout") => new DeliveryOutcome.Later("Slack has trouble."),
        SlackAnswer.Error(var word and ("channel_not_found" or "is_archived" or "not_in_channel" or "invalid_auth" or "not_authed" or "token_revoked" or "token_expired" or "account_inactive" or "missing_scope" or "ekm_access_denied")) =>
            new DeliveryOutcome.Never($"Slack does not let the bot post there ({word}). Mend it in Slack or in the settings, then resume.") { BreaksDestination = true },
        SlackAnswer.Error(var word) => new DeliveryOutcome.Never($"Slack refused the message ({FitWords.To(word, 60)})."),
        _ => throw new InvalidOperationException("A success is not judged."),
    };
}
