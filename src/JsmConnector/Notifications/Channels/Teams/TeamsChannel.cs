using JsmConnector.Deliveries;
using JsmConnector.Platform.Languages;

namespace JsmConnector.Notifications.Channels.Teams;

/// <summary>
/// Microsoft Teams by a Workflows webhook (learn.microsoft.com/microsoftteams/platform/webhooks-and-connectors): 202 without an id means that the flow was
/// started, not that anybody was told. Nothing can be edited or asked for; a call without an answer stays unknown.
/// </summary>
public sealed class TeamsChannel(ChannelCall call, TimeProvider clock) : NotificationChannel<TeamsSettings>
{
    public override string Kind => "teams";

    public override bool MayRepeat => false;

    public override NoticePreview Preview(Notice notice)
    {
        var bytes = System.Text.Encoding.UTF8.GetByteCount(TeamsCard.Json(notice));
        return new NoticePreview(notice.TextWithPromise, new Sentence("a card of {0} bytes; {1} are safe", bytes, TeamsCard.LargestBytes))
        {
            Head = TeamsCard.Head(notice),
            Foot = TeamsCard.Small(notice),
            Button = notice.Link is null ? null : notice.Language["more"],
        };
    }

    protected override async Task<DeliveryOutcome> SendAsync(NoticeTask task, TeamsSettings settings, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, settings.Url) { Content = new StringContent(TeamsCard.Json(task.Notice), null, "application/json") };
        var answer = await call.SendAsync(request, cancellationToken);
        // Limits have been reported inside of answers that call themselves a success.
        if (answer is ChannelAnswer.Said { IsSuccess: true, Body: var body } && body.Contains("429", StringComparison.Ordinal) && body.Contains("error", StringComparison.OrdinalIgnoreCase))
            return JudgeAnswer.Limited(null, clock.GetUtcNow());
        return JudgeAnswer.Of(answer, MayRepeat, clock.GetUtcNow());
    }
}
