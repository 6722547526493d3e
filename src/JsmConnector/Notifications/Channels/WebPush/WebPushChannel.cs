using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using JsmConnector.Deliveries;
using JsmConnector.Incidents;
using JsmConnector.Installations.Settings;
using JsmConnector.Notifications.PushKeys;
using JsmConnector.Platform;
using JsmConnector.Platform.Languages;
using Microsoft.Extensions.Options;

namespace JsmConnector.Notifications.Channels.WebPush;

/// <summary>
/// Messages to one browser by its maker's push service (RFC 8030), sealed so that the service reads nothing. A repeat carries the same id, and the worker in the
/// browser shows an id once.
/// </summary>
public sealed class WebPushChannel(ChannelCall call, OwnPushKey keys, IOptions<AppOptions> app, TimeProvider clock) : NotificationChannel<WebPushSettings>
{
    public override string Kind => "push";

    public override bool MayRepeat => true;

    public override string Measure => "push";

    public override IEnumerable<(string Field, string Reason, string Mend)> Mistakes(ChannelSettings settings)
    {
        foreach (var mistake in base.Mistakes(settings))
            yield return mistake;
        if (settings.Secrets?.GetValueOrDefault("subscription") is { Length: > 0 } text && PushSubscription.Read(text) is null)
            yield return ("secrets.subscription", "This is no subscription of a browser.", "Copy the JSON with endpoint, keys.p256dh and keys.auth as the browser gave it out.");
    }

    public override NoticePreview Preview(Notice notice)
    {
        var body = PushMessage.Body(notice);
        return new NoticePreview(body, new Sentence("{0} characters; browsers show about {1}", body.Length, 120)) { Head = PushMessage.Title(notice) };
    }

    protected override async Task<DeliveryOutcome> SendAsync(NoticeTask task, WebPushSettings settings, CancellationToken cancellationToken)
    {
        if (PushSubscription.Read(settings.Subscription) is not { } subscription)
            return new DeliveryOutcome.Never("What is entered is no subscription of a browser. Subscribe anew.") { BreaksDestination = true };
        using var key = await keys.PrivateAsync(task.Installation, cancellationToken);
        if (key is null)
            return new DeliveryOutcome.Later("No configured key opens the site's key pair for browsers. Name the former key in App__PreviousEncryptionKeys.") { IsUndone = true };
        if (Sealed(subscription, PushMessage.Json(task.Notice)) is not { } body)
            return new DeliveryOutcome.Never("The browser's key is none. Subscribe anew.") { BreaksDestination = true };
        var now = clock.GetUtcNow();
        using var request = new HttpRequestMessage(HttpMethod.Post, subscription.Endpoint) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        request.Content.Headers.ContentEncoding.Add("aes128gcm");
        request.Headers.TryAddWithoutValidation("Authorization", VapidToken.Of(subscription.Endpoint, app.Value.BaseUrl.TrimEnd('/'), key, now));
        request.Headers.Add("TTL", PushMessage.Life(task.Notice, now));
        request.Headers.Add("Urgency", task.Notice.Severity.Level <= Severity.Major.Level ? "high" : "normal");
        if (PushMessage.Topic(task.Notice) is { Length: > 0 } topic)
            request.Headers.Add("Topic", topic);
        return await call.SendAsync(request, cancellationToken) switch
        {
            ChannelAnswer.Said { Status: HttpStatusCode.NotFound or HttpStatusCode.Gone } =>
                new DeliveryOutcome.Never("The browser does not take messages any more.") { BreaksDestination = true },
            // It speaks of our signature, not of the browser (RFC 8292).
            ChannelAnswer.Said { Status: HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or HttpStatusCode.BadRequest } =>
                new DeliveryOutcome.Never("The browser's push service refuses the app's own signature. Ask the operator to look at the server's clock and at App__BaseUrl."),
            var answer => JudgeAnswer.Of(answer, MayRepeat, now),
        };
    }

    private static byte[]? Sealed(PushSubscription subscription, string json)
    {
        try
        {
            return SealPush.For(subscription, Encoding.UTF8.GetBytes(json));
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
