using System.Globalization;
using JsmConnector.Notifications.Channels.Slack;
using JsmConnector.Notifications.Channels.Sms;
using JsmConnector.Platform.Http;

namespace JsmConnector.IntegrationTests.Hostile;

/// <summary>At the doors of vendors who tell by themselves what became of a message, or what somebody asked for: only the signature says who they are.</summary>
internal static class ReceiptRequests
{
    private const string StrangersSecret = "whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", Bounce = """{"messageId":"0193a2b4c5d64e7f8a9b0c1d2e3f4a5b","status":"5.1.1"}""";

    private static readonly Dictionary<string, string> Fields = new(StringComparer.Ordinal) { ["MessageSid"] = "SM1", ["MessageStatus"] = "undelivered", ["ErrorCode"] = "30005" };

    public static IReadOnlyList<HostileRequest> Rows { get; } =
    [
        new("Bounce without a signature", 401, "signature_missing", w => w.SendAsync(HttpMethod.Post, "/receipts/mail", null, HostileWorld.Json(Bounce))),
        new("Bounce under a secret of somebody else", 401, "signature_invalid", w => BounceAsync(w, Bounce, StrangersSecret)),
        new("Bounce whose body was changed on the way", 401, "signature_invalid", w => BounceAsync(w, Bounce, HostileWorld.BounceSecret, sent: Bounce.Replace("5.1.1", "5.2.1", StringComparison.Ordinal))),
        new("Bounce of six minutes ago, sent again", 401, "signature_invalid", w => BounceAsync(w, Bounce, HostileWorld.BounceSecret, minutesAgo: 6)),
        new("Bounce that names no message", 400, "request_malformed", w => BounceAsync(w, """{"messageId":"' or 1=1","status":"5.1.1"}""", HostileWorld.BounceSecret)),
        new("Bounce of 17,000 characters", 413, "body_too_large", w => BounceAsync(w, new string('x', 17_000), HostileWorld.BounceSecret)),
        new("Receipt of a text message without a signature", 401, "signature_missing", w => w.SendAsync(HttpMethod.Post, Twilio(w), null, Receipt())),
        new("Receipt of a text message that was never sent", 401, "signature_invalid", w => w.SendAsync(HttpMethod.Post, Twilio(w), null, Receipt(), change: call => call.Headers.Add(TwilioReceipt.SignatureHeader, TwilioReceipt.Sign("twilio-token", HostileWorld.BaseUrl + Twilio(w), Fields)))),
        new("Slack command without a signature", 401, "signature_missing", w => w.SendAsync(HttpMethod.Post, Slack(w), null, Command())),
        new("Slack command under a secret of somebody else", 401, "signature_invalid", SlackAsync),
    ];

    private const string Asked = "command=%2Fincident&channel_id=C0123456789&user_id=U123&user_name=ada&text=OPS-1+lead";

    private static FormUrlEncodedContent Receipt() => new(Fields);

    private static StringContent Command() => new(Asked, null, "application/x-www-form-urlencoded");

    private static string Twilio(HostileWorld world) => $"/receipts/twilio/{world.Acme.Id.Value:D}/0193a2b4-c5d6-4e7f-8a9b-0c1d2e3f4a5b";

    private static string Slack(HostileWorld world) => $"/slack/{world.Acme.Id.Value:D}";

    private static Task<int> SlackAsync(HostileWorld world)
    {
        var time = Seconds(world, 0);
        return world.SendAsync(HttpMethod.Post, Slack(world), null, Command(), change: call =>
        {
            call.Headers.Add(SlackSignature.TimeHeader, time);
            call.Headers.Add(SlackSignature.SignatureHeader, SlackSignature.Sign("0123456789abcdef0123456789abcdef", time, Asked));
        });
    }

    private static Task<int> BounceAsync(HostileWorld world, string body, string secret, int minutesAgo = 0, string? sent = null)
    {
        world.Secrets.Add(secret);
        var time = Seconds(world, minutesAgo);
        return world.SendAsync(HttpMethod.Post, "/receipts/mail", null, HostileWorld.Json(sent ?? body), change: call =>
        {
            call.Headers.Add("webhook-id", "msg_1");
            call.Headers.Add("webhook-timestamp", time);
            call.Headers.Add("webhook-signature", WebhookSignature.Of(secret, "msg_1", time, body));
        });
    }

    private static string Seconds(HostileWorld world, int minutesAgo) => world.Clock.GetUtcNow().AddMinutes(-minutesAgo).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
}
