using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;
using JsmConnector.Deliveries;
using JsmConnector.Platform.Languages;

namespace JsmConnector.Notifications.Channels.Mastodon;

/// <summary>
/// Posts on Mastodon (docs.joinmastodon.org/methods/statuses), the later ones as answers to the first. The instance keeps our idempotency key for an hour
/// and answers a repeat with the first post; after that nothing is repeated.
/// </summary>
public sealed class MastodonChannel(ChannelCall call, TimeProvider clock) : NotificationChannel<MastodonSettings>
{
    /// <summary>What every instance takes; an address counts as 23.</summary>
    public const int MostCharacters = 500;
    private const int AddressCounts = 23;
    private static readonly TimeSpan KeyIsKept = TimeSpan.FromMinutes(55);

    public override string Kind => "mastodon";

    public override bool MayRepeat => true;

    public override bool IsPublic => true;

    public static string Words(Notice notice)
    {
        var head = notice.Correction.Length > 0 ? $"{notice.Correction}: {notice.Title}" : $"{notice.Title} ({notice.StageInWords})";
        // A name in the words is nobody's account.
        var text = $"{head}\n\n{notice.TextWithPromise}".Replace("@", "@\u200b", StringComparison.Ordinal);
        return notice.Link is { } link ? $"{FitWords.To(text, MostCharacters - AddressCounts - 2)}\n\n{link}" : FitWords.To(text, MostCharacters);
    }

    public override NoticePreview Preview(Notice notice)
    {
        var words = Words(notice);
        return new NoticePreview(words, new Sentence("{0} of {1} characters, addresses counted in full", words.Length, MostCharacters), words.Contains('…', StringComparison.Ordinal));
    }

    protected override async Task<DeliveryOutcome> SendAsync(NoticeTask task, MastodonSettings settings, CancellationToken cancellationToken)
    {
        // A first post whose answer was lost may stand, and the instance may have forgotten its key by now.
        if (task.Number > 1 && clock.GetUtcNow() - task.Notice.SaidAt > KeyIsKept)
            return new DeliveryOutcome.Unknown("An earlier attempt may have been posted, and the instance no longer knows it. Look there, then replay or skip.");
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{settings.Instance!.TrimEnd('/')}/api/v1/statuses")
        {
            Content = JsonContent.Create(new { status = Words(task.Notice), in_reply_to_id = task.Notice.ParentId, visibility = "public", language = task.Notice.Language.Tag }),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", settings.Token);
        request.Headers.Add("Idempotency-Key", task.Notice.Id);
        return await call.SendAsync(request, cancellationToken) switch
        {
            ChannelAnswer.Said { IsSuccess: true, Body: var body } => Id(body) is { } id ? await MendAsync(task.Notice, id, settings, cancellationToken) : new DeliveryOutcome.Never("The address answers, but not as Mastodon does. Check it in the settings."),
            ChannelAnswer.Said { Status: HttpStatusCode.UnprocessableEntity } => new DeliveryOutcome.Never("The instance refuses the words."),
            var answer => JudgeAnswer.Of(answer, MayRepeat, clock.GetUtcNow()),
        };
    }

    /// <summary>
    /// A correction also takes the place of the words that were wrong: who finds the old post reads the new ones, and the instance shows what it said before. The
    /// answer stands already: an old post that cannot be edited costs nobody the news.
    /// </summary>
    private async Task<DeliveryOutcome> MendAsync(Notice notice, string id, MastodonSettings settings, CancellationToken cancellationToken)
    {
        if (notice.CorrectedId is { } wrong)
        {
            using var edit = new HttpRequestMessage(HttpMethod.Put, $"{settings.Instance!.TrimEnd('/')}/api/v1/statuses/{Uri.EscapeDataString(wrong)}") { Content = JsonContent.Create(new { status = Words(notice), language = notice.Language.Tag }) };
            edit.Headers.Authorization = new AuthenticationHeaderValue("Bearer", settings.Token);
            await call.SendAsync(edit, cancellationToken);
        }
        return new DeliveryOutcome.Delivered(id);
    }

    private static string? Id(string body)
    {
        try
        {
            return (JsonNode.Parse(body) as JsonObject)?["id"]?.ToString();
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
