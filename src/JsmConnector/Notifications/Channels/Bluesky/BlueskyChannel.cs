using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;
using JsmConnector.Deliveries;
using JsmConnector.Platform.Languages;
using Microsoft.Extensions.Options;

namespace JsmConnector.Notifications.Channels.Bluesky;

/// <summary>
/// Posts on Bluesky by the AT Protocol. The record's key is made of our id and is put, not created: a repeat after a call without an answer writes the same
/// post again. Later words answer the first, a
/// correction the words that it puts right.
/// </summary>
public sealed class BlueskyChannel(ChannelCall call, BlueskySessions sessions, IOptions<BlueskyOptions> options, TimeProvider clock) : NotificationChannel<BlueskySettings>
{
    public override string Kind => "bluesky";

    public override bool MayRepeat => true;

    public override bool IsPublic => true;

    public override string Measure => "sms";

    public override NoticePreview Preview(Notice notice)
    {
        var words = BlueskyPost.Record(notice)["text"]!.ToString();
        return new NoticePreview(words, new Sentence("{0} of {1} characters", new StringInfo(words).LengthInTextElements, 300), notice.Link is null ? words.Contains('…', StringComparison.Ordinal) : words.IndexOf('…', StringComparison.Ordinal) < words.Length - 1);
    }

    protected override async Task<DeliveryOutcome> SendAsync(NoticeTask task, BlueskySettings settings, CancellationToken cancellationToken)
    {
        var server = (settings.Server is { Length: > 0 } own ? own : options.Value.ApiUrl).TrimEnd('/');
        var answer = await PutAsync(task.Notice, server, settings, cancellationToken);
        if (IsEnded(answer))
        {
            // The session ended before its time: one with the same password is opened, and if that works no longer, its answer counts.
            sessions.Forget(server, settings);
            answer = await PutAsync(task.Notice, server, settings, cancellationToken);
        }
        return answer is ChannelAnswer.Said { IsSuccess: true, Body: var body }
            ? Id(body) is { } id ? new DeliveryOutcome.Delivered(id) : new DeliveryOutcome.Never("The address answers, but not as Bluesky does. Check the server in the settings.")
            : JudgeAnswer.Of(answer, MayRepeat, clock.GetUtcNow());
    }

    private async Task<ChannelAnswer> PutAsync(Notice notice, string server, BlueskySettings settings, CancellationToken cancellationToken)
    {
        var (session, problem) = await sessions.OpenAsync(call, server, settings, cancellationToken);
        if (session is null)
            return problem is ChannelAnswer.Said { IsSuccess: true } ? new ChannelAnswer.NoAnswer("Bluesky's answer could not be read.") : problem!;
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{server}/xrpc/com.atproto.repo.putRecord")
        {
            Content = JsonContent.Create(new { repo = session.Did, collection = "app.bsky.feed.post", rkey = BlueskyPost.Key(notice), record = BlueskyPost.Record(notice) }),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", session.Token);
        return await call.SendAsync(request, cancellationToken);
    }

    private static bool IsEnded(ChannelAnswer answer) => answer is ChannelAnswer.Said { Status: HttpStatusCode.Unauthorized }
        || (answer is ChannelAnswer.Said { Status: HttpStatusCode.BadRequest, Body: var said } && said.Contains("ExpiredToken", StringComparison.Ordinal));

    private static string? Id(string body)
    {
        try
        {
            return JsonNode.Parse(body) is JsonObject read && read["uri"]?.ToString() is { Length: > 0 } uri && read["cid"]?.ToString() is { Length: > 0 } cid ? $"{uri} {cid}" : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
