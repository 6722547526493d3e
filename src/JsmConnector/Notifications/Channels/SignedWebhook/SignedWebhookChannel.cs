using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using JsmConnector.Deliveries;
using JsmConnector.Platform.Http;
using JsmConnector.Platform.Languages;

namespace JsmConnector.Notifications.Channels.SignedWebhook;

/// <summary>
/// Standard Webhooks 1.0.0 (standardwebhooks.com). A repeat carries the same `webhook-id`, by which receivers know it; any 2xx is success, a redirect is not
/// followed and fails, 410 ends the endpoint.
/// </summary>
public sealed class SignedWebhookChannel(ChannelCall call, TimeProvider clock) : NotificationChannel<SignedWebhookSettings>
{
    public override string Kind => "webhook";

    public override bool MayRepeat => true;

    public override bool TakesDigests => false;

    public override NoticePreview Preview(Notice notice) => new(notice.Text, new Sentence("an event of {0} bytes", Encoding.UTF8.GetByteCount(Body(notice))));

    protected override async Task<DeliveryOutcome> SendAsync(NoticeTask task, SignedWebhookSettings settings, CancellationToken cancellationToken)
    {
        var (id, time, body) = ($"msg_{task.Notice.Id}", clock.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture), task.Notice.Payload ?? Body(task.Notice));
        using var request = new HttpRequestMessage(HttpMethod.Post, settings.Url) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.Add("webhook-id", id);
        request.Headers.Add("webhook-timestamp", time);
        request.Headers.Add("webhook-signature", Sign(settings.Secret!, id, time, body));
        return await call.SendAsync(request, cancellationToken) switch
        {
            ChannelAnswer.Said { Status: HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or HttpStatusCode.NotFound } said =>
                new DeliveryOutcome.Never($"The endpoint refuses the event ({((int)said.Status).ToString(CultureInfo.InvariantCulture)})."),
            ChannelAnswer.Said { Status: HttpStatusCode.BadGateway or HttpStatusCode.GatewayTimeout } said => JudgeAnswer.Limited(said.RetryAfter, clock.GetUtcNow()),
            var answer => JudgeAnswer.Of(answer, MayRepeat, clock.GetUtcNow()),
        };
    }

    public static string Sign(string secret, string id, string time, string body) => WebhookSignature.Of(secret, id, time, body);

    private static string Body(Notice notice) => JsonSerializer.Serialize(new
    {
        type = notice.IsReminder ? "incident.promise.due" : notice.IsPlannedWork ? "maintenance.update.posted" : "incident.update.posted",
        timestamp = notice.SaidAt,
        data = new
        {
            incident = notice.Incident,
            issueKey = notice.IssueKey,
            audience = notice.Audience,
            title = notice.Title,
            stage = notice.StageName,
            severity = notice.Severity.Level,
            words = FitWords.To(notice.Text, 12_000),
            language = notice.Language.Tag,
            number = notice.Number,
            correctionOf = notice.CorrectionOf,
            nextUpdateAt = notice.NextUpdateAt,
            link = notice.Link,
        },
    }, JsonSerializerOptions.Web);
}
