using System.Net;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using JsmConnector.Deliveries;
using JsmConnector.Incidents;
using JsmConnector.Notifications.Counting;
using JsmConnector.Platform.Languages;
using Microsoft.Extensions.Options;

namespace JsmConnector.Notifications.Channels.X;

/// <summary>
/// Posts on X (docs.x.com/x-api/posts/create-post). X refuses a text that the account has posted just now, so the same post sent again after a call without an
/// answer tells nobody twice; the time in every text keeps two updates apart. Threads are not promised to every account: each post stands alone, and a correction
/// answers the wrong post where X lets it.
/// </summary>
public sealed class XChannel(ChannelCall call, IOptions<XOptions> options, TimeProvider clock) : NotificationChannel<XSettings>
{
    public override string Kind => "x";

    public override bool MayRepeat => true;

    public override bool IsPublic => true;

    public override string Measure => "sms";

    public static string Words(Notice notice, bool withAddress)
    {
        var address = withAddress && notice.Link is { } link ? $"\n{link}" : "";
        var stamp = notice.IsReminder ? "" : $" ({PublicWords.Time(notice.SaidAt)})";
        var head = notice.Correction.Length > 0 ? $"{notice.Correction}: {notice.Title}{stamp}" : $"{notice.Title}: {notice.StageInWords}{stamp}";
        var most = WeightedLength.Most - WeightedLength.Of(address);
        var whole = Shown($"{head}\n{notice.TextWithPromise}");
        var text = WeightedLength.Of(whole) <= most || notice.Short is null ? whole : Shown($"{notice.Short}{stamp}");
        return FitWords.To(text, most, WeightedLength.Of) + address;
    }

    public override NoticePreview Preview(Notice notice)
    {
        var words = Words(notice, false);
        return new NoticePreview(words, new Sentence("{0} of {1}, as X weighs them", WeightedLength.Of(words), WeightedLength.Most), words.Contains('…', StringComparison.Ordinal));
    }

    protected override async Task<DeliveryOutcome> SendAsync(NoticeTask task, XSettings settings, CancellationToken cancellationToken)
    {
        if (task.Notice.Number > settings.MostPosts)
            return new DeliveryOutcome.Suppressed($"The site's limit of {settings.MostPosts} posts an incident is reached.");
        var answered = await PostAsync(task.Notice, settings, task.Notice.CorrectedId, cancellationToken);
        // The wrong post is gone, or the account may not answer: nothing was posted, and the correction stands alone.
        if (task.Notice.CorrectedId is not null && answered is ChannelAnswer.Said { Status: HttpStatusCode.BadRequest or HttpStatusCode.Forbidden } refused && !IsDuplicate(refused.Body))
            answered = await PostAsync(task.Notice, settings, null, cancellationToken);
        return answered switch
        {
            ChannelAnswer.Said { IsSuccess: true, Body: var body } => Id(body) is { } id ? new DeliveryOutcome.Delivered(id) : new DeliveryOutcome.Never("The address answers, but not as X does. Check X__ApiUrl."),
            ChannelAnswer.Said { Status: HttpStatusCode.Forbidden, Body: var body } when IsDuplicate(body) => task.Number > 1
                ? new DeliveryOutcome.Delivered()
                : new DeliveryOutcome.Never("X refuses the words: the account has posted the same just now."),
            ChannelAnswer.Said { Status: HttpStatusCode.PaymentRequired } => new DeliveryOutcome.Never("The account has no credits left at X. Buy some, then resume.") { BreaksDestination = true },
            var answer => JudgeAnswer.Of(answer, MayRepeat, clock.GetUtcNow()),
        };
    }

    private async Task<ChannelAnswer> PostAsync(Notice notice, XSettings settings, string? answers, CancellationToken cancellationToken)
    {
        var (address, text) = (new Uri($"{options.Value.ApiUrl.TrimEnd('/')}/2/tweets"), Words(notice, settings.Address == "yes"));
        object body = answers is null ? new { text } : new { text, reply = new { in_reply_to_tweet_id = answers } };
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = JsonContent.Create(body) };
        request.Headers.TryAddWithoutValidation("Authorization", OAuthSignature.Header("POST", address, settings, Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)), clock.GetUtcNow()));
        return await call.SendAsync(request, cancellationToken);
    }

    private static bool IsDuplicate(string body) => body.Contains("duplicate content", StringComparison.OrdinalIgnoreCase);

    /// <summary>A name in the words is nobody's account.</summary>
    private static string Shown(string text) => text.Replace("@", "@\u200b", StringComparison.Ordinal);

    private static string? Id(string body)
    {
        try
        {
            return (JsonNode.Parse(body) as JsonObject)?["data"]?["id"]?.ToString();
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}
