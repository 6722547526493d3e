using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using JsmConnector.Deliveries;
using JsmConnector.Installations.Settings;
using JsmConnector.Notifications.Counting;
using JsmConnector.Platform;
using JsmConnector.Platform.Languages;
using Microsoft.Extensions.Options;

namespace JsmConnector.Notifications.Channels.Sms;

/// <summary>
/// Text messages by Twilio (twilio.com/docs/messaging/api). Twilio knows no idempotency key, so an attempt after the first looks among the messages to this
/// number for the same words before it sends. A message that Twilio holds back ends when the next one is due.
/// </summary>
public sealed class SmsChannel(ChannelCall call, IOptions<TwilioOptions> options, IOptions<AppOptions> app, TimeProvider clock) : NotificationChannel<SmsSettings>
{
    private const int LongestValidity = 36_000;

    public override string Kind => "sms";

    public override bool MayRepeat => true;

    public override bool KnowsByWords => true;

    public override string Measure => "sms";

    public override IReadOnlyList<string> Recipients(ChannelSettings settings) => PhoneNumbers.Of(settings.Options?.GetValueOrDefault("to"));

    public override IEnumerable<(string Field, string Reason, string Mend)> Mistakes(ChannelSettings settings)
    {
        foreach (var mistake in base.Mistakes(settings))
            yield return mistake;
        var to = settings.Options?.GetValueOrDefault("to");
        if (PhoneNumbers.Unusable(to) is { Count: > 0 } unusable)
            yield return ("options.to", $"'{FitWords.To(unusable[0], 40)}' is no number with its country.", "Write numbers like +49 170 1234567.");
        if (PhoneNumbers.Of(to).Count > PhoneNumbers.Most)
            yield return ("options.to", $"There are more than {PhoneNumbers.Most} numbers.", "Tell so many people by e-mail, or on the status page.");
    }

    /// <summary>What fits on a locked screen: what is wrong, where it stands, when the next word comes, where more is written.</summary>
    public static string Words(Notice notice)
    {
        string[] parts = notice.Short is { } brief
            ? [brief, Mark(notice, brief), notice.Link ?? ""]
            : [notice.IssueKey is { } key ? $"{key}:" : "", notice.IsReminder ? notice.Text : $"{notice.Title}: {notice.StageInWords}.", notice.NextLine, notice.Link ?? ""];
        return FitWords.To(SmsText.Normalise(string.Join(' ', parts.Where(part => part.Length > 0))), 1_500);
    }

    /// <summary>Two updates of one stage with one promise would read the same: the number tells them apart, written out where that costs no further message.</summary>
    private static string Mark(Notice notice, string brief)
    {
        if (notice.Number < 2)
            return "";
        var (whole, plain) = (notice.Language.Say("said.number", notice.Number), $"({notice.Number.ToString(CultureInfo.InvariantCulture)})");
        return Segments(whole) > Segments(plain) ? plain : whole;

        int Segments(string mark) => SmsText.Segments(SmsText.Normalise($"{brief} {mark} {notice.Link}"));
    }

    public override NoticePreview Preview(Notice notice)
    {
        var words = Words(notice);
        var segments = SmsText.Segments(words);
        var alphabet = new Sentence(SmsText.IsGsm(words) ? "the GSM alphabet" : "the UCS-2 alphabet, which is dearer");
        return new NoticePreview(words, segments == 1 ? new Sentence("1 text message, {0} characters of {1}", words.Length, alphabet) : new Sentence("{0} text messages, {1} characters of {2}", segments, words.Length, alphabet));
    }

    protected override async Task<DeliveryOutcome> SendAsync(NoticeTask task, SmsSettings settings, CancellationToken cancellationToken)
    {
        var words = Words(task.Notice);
        if (task.Number > 1)
        {
            var (found, problem) = await FindAsync(task, settings, words, cancellationToken);
            if (problem is not null || found is not null)
                return problem ?? new DeliveryOutcome.Delivered(found);
        }
        var form = new Dictionary<string, string>
        {
            ["To"] = task.Recipient,
            [settings.From!.StartsWith("MG", StringComparison.Ordinal) ? "MessagingServiceSid" : "From"] = settings.From,
            ["Body"] = words,
        };
        if (task.Notice.NextUpdateAt is { } next)
            form["ValidityPeriod"] = Math.Clamp((int)(next - clock.GetUtcNow()).TotalSeconds, 1, LongestValidity).ToString(CultureInfo.InvariantCulture);
        if (TakeReceipts.AddressOf(app.Value.BaseUrl, task.Installation, task.Notice.Id, settings) is { } receipts)
            form["StatusCallback"] = receipts;
        using var request = Request(HttpMethod.Post, settings, "");
        request.Content = new FormUrlEncodedContent(form);
        var answer = await call.SendAsync(request, cancellationToken);
        return answer is ChannelAnswer.Said { IsSuccess: true } said ? new DeliveryOutcome.Delivered(Member(said.Body, "sid")) : Judge(answer, task.Number);
    }

    private async Task<(string? Sid, DeliveryOutcome? Problem)> FindAsync(NoticeTask task, SmsSettings settings, string words, CancellationToken cancellationToken)
    {
        var day = task.Notice.SaidAt.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        using var request = Request(HttpMethod.Get, settings, $"?To={Uri.EscapeDataString(task.Recipient)}&DateSent%3E={day}&PageSize=100");
        var answer = await call.SendAsync(request, cancellationToken);
        if (answer is not ChannelAnswer.Said { IsSuccess: true, Body: var body })
            return (null, Judge(answer, task.Number));
        var ours = (Read(body)?["messages"] as JsonArray ?? []).OfType<JsonObject>().FirstOrDefault(message => message["body"]?.ToString() == words && !task.Others.Contains($"{message["sid"]}"));
        return (ours?["sid"]?.ToString(), null);
    }

    private DeliveryOutcome Judge(ChannelAnswer answer, int number) => answer is ChannelAnswer.Said { Body: var body } said && int.TryParse(Member(body, "code"), CultureInfo.InvariantCulture, out var code)
        ? TwilioCodes.Judge(code, number, said.RetryAfter, clock.GetUtcNow())
        : JudgeAnswer.Of(answer, MayRepeat, clock.GetUtcNow());

    private HttpRequestMessage Request(HttpMethod method, SmsSettings settings, string query)
    {
        var request = new HttpRequestMessage(method, $"{options.Value.ApiUrl.TrimEnd('/')}/2010-04-01/Accounts/{settings.Account}/Messages.json{query}");
        var key = settings.Key is { Length: > 0 } named ? named : settings.Account;
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{key}:{settings.Secret}")));
        return request;
    }

    private static string? Member(string body, string name) => Read(body)?[name]?.ToString();

    private static JsonObject? Read(string body)
    {
        try
        {
            return JsonNode.Parse(body) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
