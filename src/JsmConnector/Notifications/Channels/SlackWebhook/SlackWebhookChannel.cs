using System.Net;
using JsmConnector.Deliveries;

namespace JsmConnector.Notifications.Channels.SlackWebhook;

/// <summary>
/// Slack's incoming webhook (docs.slack.dev/messaging/sending-messages-using-incoming-webhooks): success is 200 with the body `ok`. It names no message, so
/// nothing can be edited or asked for afterwards: a call without an answer stays unknown. The bot channel can do both.
/// </summary>
public sealed class SlackWebhookChannel(ChannelCall call, TimeProvider clock) : NotificationChannel<SlackWebhookSettings>
{
    public override string Kind => "slack-webhook";

    public override bool MayRepeat => false;

    public override NoticePreview Preview(Notice notice) => SlackMessage.Preview(notice);

    protected override async Task<DeliveryOutcome> SendAsync(NoticeTask task, SlackWebhookSettings settings, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, settings.Url)
        {
            Content = JsonContent.Create(new { text = SlackMessage.Fallback(task.Notice), blocks = SlackMessage.Blocks(task.Notice) }),
        };
        return Judge(await call.SendAsync(request, cancellationToken));
    }

    private DeliveryOutcome Judge(ChannelAnswer answer) => answer switch
    {
        ChannelAnswer.Said { IsSuccess: true, Body: "ok" } => new DeliveryOutcome.Delivered(),
        ChannelAnswer.Said { IsSuccess: true } => new DeliveryOutcome.Never("The address answers, but not as Slack does. Check it in the settings."),
        ChannelAnswer.Said { Status: HttpStatusCode.BadRequest or HttpStatusCode.Forbidden or HttpStatusCode.NotFound or HttpStatusCode.Gone, Body: var word } =>
            new DeliveryOutcome.Never($"Slack refuses the message ({FitWords.To(word, 60)}). Make a new incoming webhook and enter it in the settings.") { BreaksDestination = word is not ("invalid_payload" or "invalid_blocks") },
        _ => JudgeAnswer.Of(answer, MayRepeat, clock.GetUtcNow()),
    };
}
