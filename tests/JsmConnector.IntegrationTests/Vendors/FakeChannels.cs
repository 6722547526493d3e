using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace JsmConnector.IntegrationTests.Vendors;

public sealed record ChannelRequest(string Path, IReadOnlyDictionary<string, string> Headers, string Body)
{
    public JsonObject Json => JsonNode.Parse(Body)!.AsObject();
}

/// <summary>
/// Stand-ins for chat vendors and receivers of webhooks on one loopback port. `/slack` is Slack's web API with messages that can be asked for,
/// `/hook` an incoming webhook, `/teams` a workflow, `/events` a receiver of signed webhooks, `/push` the push service of a browser's maker.
/// </summary>
public sealed class FakeChannels : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly Lock _door = new();
    private readonly List<ChannelRequest> _requests = [];
    private readonly List<JsonObject> _slack = [];
    private readonly List<string> _posts = [];
    private readonly List<string> _tweets = [];
    private readonly Dictionary<string, JsonObject> _records = [];
    private readonly List<JsonObject> _texts = [];

    // Neither Slack nor Twilio gives an identifier twice, whatever has been forgotten meanwhile.
    private int _given;

    private FakeChannels(WebApplication app) => _app = app;

    public FakePush Browser { get; } = new();

    /// <summary>The clock of the push service, which refuses tokens of another time.</summary>
    public Func<DateTimeOffset> Now { get; set; } = () => DateTimeOffset.UtcNow;

    public string PushSubscription => Browser.Subscription($"{Url}/push/one");

    public string Url => _app.Urls.Single();

    /// <summary>What the next requests get instead of success; null answers as usual.</summary>
    public Func<ChannelRequest, HttpResponse, Task>? Fault { get; set; }

    /// <summary>Which requests are refused before anything is done; null: none.</summary>
    public Func<ChannelRequest, (int Status, string Body)?>? Refuse { get; set; }

    /// <summary>The work is done before the fault shows: a message is posted although nobody hears of it.</summary>
    public bool FaultAfterwards { get; set; }

    /// <summary>After the work was done, before anybody hears of it.</summary>
    public Func<ChannelRequest, Task>? BeforeAnswer { get; set; }

    public IReadOnlyList<ChannelRequest> Requests
    {
        get
        {
            lock (_door)
                return [.. _requests];
        }
    }

    public IReadOnlyList<JsonObject> SlackMessages
    {
        get
        {
            lock (_door)
                return [.. _slack];
        }
    }

    public IReadOnlyList<JsonObject> Texts
    {
        get
        {
            lock (_door)
                return [.. _texts];
        }
    }

    /// <summary>What is asked is carried out, and the answer gets lost.</summary>
    public void LoseAnswers() => (Fault, FaultAfterwards) = ((_, response) =>
    {
        response.HttpContext.Abort();
        return Task.CompletedTask;
    }, true);

    public void AnswerAgain() => (Fault, FaultAfterwards) = (null, false);

    /// <summary>Somebody in a Slack channel, not the app.</summary>
    public void SayInSlack(JsonObject message)
    {
        lock (_door)
            _slack.Add(message);
    }

    /// <summary>How many different things the readers of a kind of channel saw.</summary>
    public int Told(string kind)
    {
        lock (_door)
        {
            return kind switch
            {
                "slack" => _slack.Count,
                "mastodon" => _posts.Count,
                "sms" => _texts.Count,
                "x" => _tweets.Count,
                "bluesky" => _records.Count,
                "push" => _requests.Select(request => request.Json["id"]!.ToString()).Distinct().Count(),
                "webhook" => _requests.Select(request => request.Headers["webhook-id"]).Distinct().Count(),
                _ => _requests.Count,
            };
        }
    }

    public static async Task<FakeChannels> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var fake = new FakeChannels(app);
        app.Run(fake.AnswerAsync);
        await app.StartAsync();
        return fake;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        Browser.Dispose();
    }

    public void Forget()
    {
        (Fault, FaultAfterwards, BeforeAnswer, Refuse) = (null, false, null, null);
        lock (_door)
        {
            _requests.Clear();
            _slack.Clear();
            _posts.Clear();
            _tweets.Clear();
            _records.Clear();
            _texts.Clear();
        }
    }

    private async Task AnswerAsync(HttpContext context)
    {
        using var copy = new MemoryStream();
        await context.Request.Body.CopyToAsync(copy);
        var headers = context.Request.Headers.ToDictionary(header => header.Key.ToLowerInvariant(), header => header.Value.ToString(), StringComparer.Ordinal);
        var isPush = context.Request.Path.StartsWithSegments("/push", StringComparison.Ordinal);
        var refusal = isPush ? FakePush.Refusal(headers, copy.ToArray(), Url, Now()) : null;
        var request = new ChannelRequest(context.Request.Path, headers, isPush && refusal is null ? Browser.Open(copy.ToArray()) : refusal ?? Encoding.UTF8.GetString(copy.ToArray()));
        // A sign-in tells nobody anything.
        if (!request.Path.EndsWith("createSession", StringComparison.Ordinal))
        {
            lock (_door)
                _requests.Add(request);
        }
        if (Refuse?.Invoke(request) is { } refused)
        {
            context.Response.StatusCode = refused.Status;
            await context.Response.WriteAsync(refused.Body);
            return;
        }
        var fault = Fault;
        var answer = refusal is not null ? response => Status(response, 400) : fault is null || FaultAfterwards ? CarryOut(request, context.Request.Query["To"]) : null;
        if (BeforeAnswer is { } before)
            await before(request);
        if (fault is not null)
            await fault(request, context.Response);
        else
            await answer!(context.Response);
    }

    private Func<HttpResponse, Task> CarryOut(ChannelRequest request, string? to) => request.Path switch
    {
        "/hook" => response => response.WriteAsync("ok"),
        "/teams" => response => Status(response, 202),
        "/events" => response => Status(response, 200),
        "/push/one" => response => Status(response, 201),
        "/mastodon/api/v1/statuses" => Mastodon(request),
        "/x/2/tweets" => Tweet(request),
        "/bluesky/xrpc/com.atproto.server.createSession" => response => response.WriteAsync("""{"did":"did:plc:acme","handle":"status.acme.example","accessJwt":"jwt","refreshJwt":"refresh"}"""),
        "/bluesky/xrpc/com.atproto.repo.putRecord" => PutRecord(request),
        _ when request.Path.StartsWith("/mastodon/api/v1/statuses/", StringComparison.Ordinal) => response => response.WriteAsync(new JsonObject { ["id"] = request.Path.Split('/')[^1] }.ToJsonString()),
        _ when request.Path.StartsWith("/twilio/", StringComparison.Ordinal) => Twilio(request, to),
        _ => Slack(request),
    };

    private Func<HttpResponse, Task> Mastodon(ChannelRequest request)
    {
        lock (_door)
        {
            var key = request.Headers["idempotency-key"];
            if (!_posts.Contains(key))
                _posts.Add(key);
            var answer = new JsonObject { ["id"] = $"{_posts.IndexOf(key) + 1}" }.ToJsonString();
            return response => response.WriteAsync(answer);
        }
    }

    private Func<HttpResponse, Task> Tweet(ChannelRequest request)
    {
        lock (_door)
        {
            var text = request.Json["text"]!.ToString();
            if (_tweets.Contains(text))
            {
                return async response =>
                {
                    response.StatusCode = 403;
                    await response.WriteAsync("""{"detail":"You are not allowed to create a Tweet with duplicate content.","type":"about:blank","title":"Forbidden","status":403}""");
                };
            }
            _tweets.Add(text);
            var answer = new JsonObject { ["data"] = new JsonObject { ["id"] = $"{_tweets.Count}", ["text"] = text } }.ToJsonString();
            return async response =>
            {
                response.StatusCode = 201;
                await response.WriteAsync(answer);
            };
        }
    }

    private Func<HttpResponse, Task> PutRecord(ChannelRequest request)
    {
        lock (_door)
        {
            var key = request.Json["rkey"]!.ToString();
            _records[key] = request.Json["record"]!.DeepClone().AsObject();
            return response => response.WriteAsync($$"""{"uri":"at://did:plc:acme/app.bsky.feed.post/{{key}}","cid":"bafy{{key}}"}""");
        }
    }

    private Func<HttpResponse, Task> Twilio(ChannelRequest request, string? to)
    {
        lock (_door)
        {
            if (request.Body.Length == 0)
            {
                var list = new JsonObject { ["messages"] = new JsonArray([.. _texts.Where(text => to is null || text["to"]!.ToString() == to).Select(text => text.DeepClone())]) }.ToJsonString();
                return response => response.WriteAsync(list);
            }
            var form = Form(request);
            var message = new JsonObject { ["sid"] = $"SM{++_given}", ["to"] = form["To"], ["body"] = form["Body"], ["validity"] = form.GetValueOrDefault("ValidityPeriod"), ["status"] = "queued" };
            _texts.Add(message);
            var made = message.ToJsonString();
            return response =>
            {
                response.StatusCode = 201;
                return response.WriteAsync(made);
            };
        }
    }

    private Func<HttpResponse, Task> Slack(ChannelRequest request)
    {
        if (request.Path.StartsWith("/slack/conversations.", StringComparison.Ordinal))
        {
            var found = SlackConversation(request).ToJsonString();
            return response => response.WriteAsync(found);
        }
        var (asked, answer) = (request.Json, new JsonObject { ["ok"] = true });
        lock (_door)
        {
            switch (request.Path)
            {
                case "/slack/chat.postMessage":
                    var message = (JsonObject)asked.DeepClone();
                    message["ts"] = string.Create(CultureInfo.InvariantCulture, $"{Now().ToUnixTimeSeconds()}.{++_given:000000}");
                    _slack.Add(message);
                    (answer["ts"], answer["channel"]) = (message["ts"]!.ToString(), asked["channel"]!.ToString());
                    break;
                case "/slack/chat.update":
                    var known = _slack.Find(other => other["ts"]!.ToString() == asked["ts"]!.ToString());
                    if (known is null)
                        answer = SlackError("message_not_found");
                    else
                        known["text"] = asked["text"]!.ToString();
                    break;
                case "/slack/chat.postEphemeral":
                    break;
                default:
                    answer = SlackError("unknown_method");
                    break;
            }
        }
        return response => response.WriteAsync(answer.ToJsonString());
    }

    /// <summary>As Slack reads: by forms alone, one channel, and of a thread or of the channel what lies between two time stamps; a page at a time, of a channel the newest first.</summary>
    private JsonObject SlackConversation(ChannelRequest request)
    {
        if (!request.Headers["content-type"].StartsWith("application/x-www-form-urlencoded", StringComparison.Ordinal))
            return SlackError("invalid_arguments");
        var form = Form(request);
        var isInclusive = form.GetValueOrDefault("inclusive") == "true";
        var (oldest, latest) = (Stamp(form.GetValueOrDefault("oldest") ?? "0"), Stamp(form.GetValueOrDefault("latest") ?? "99999999999"));
        lock (_door)
        {
            var (there, thread) = (_slack.Where(message => (string?)message["channel"] == form["channel"]), (string?)null);
            if (request.Path.EndsWith("replies", StringComparison.Ordinal))
            {
                thread = form["ts"];
                if (!there.Any(message => message["ts"]!.ToString() == thread))
                    return SlackError("thread_not_found");
            }
            // The message that a thread began with always comes along.
            var read = there.Where(message => thread is null ? (string?)message["thread_ts"] is null || message["reply_broadcast"] is JsonValue shown && shown.ToString() == "true"
                    : message["ts"]!.ToString() == thread || (string?)message["thread_ts"] == thread)
                .Where(message => message["ts"]!.ToString() == thread || (Stamp(message["ts"]!.ToString()) is var at && (isInclusive ? at >= oldest && at <= latest : at > oldest && at < latest)))
                .Select(message => message.DeepClone().AsObject()).ToList();
            foreach (var message in read.Where(_ => form.GetValueOrDefault("include_all_metadata") != "true"))
                message.Remove("metadata");
            if (thread is null)
                read.Reverse();
            var (from, most) = (int.Parse(form.GetValueOrDefault("cursor") is { Length: > 0 } cursor ? cursor : "0", CultureInfo.InvariantCulture), int.Parse(form.GetValueOrDefault("limit") ?? "100", CultureInfo.InvariantCulture));
            var answer = new JsonObject { ["ok"] = true, ["messages"] = new JsonArray([.. read.Skip(from).Take(most)]), ["has_more"] = read.Count > from + most };
            if (read.Count > from + most)
                answer["response_metadata"] = new JsonObject { ["next_cursor"] = (from + most).ToString(CultureInfo.InvariantCulture) };
            return answer;
        }

        static decimal Stamp(string text) => decimal.Parse(text, CultureInfo.InvariantCulture);
    }

    private static JsonObject SlackError(string word) => new() { ["ok"] = false, ["error"] = word };

    private static Dictionary<string, string> Form(ChannelRequest request) =>
        request.Body.Split('&').Select(pair => pair.Split('=')).ToDictionary(pair => pair[0], pair => Uri.UnescapeDataString(pair[1].Replace('+', ' ')), StringComparer.Ordinal);

    private static Task Status(HttpResponse response, int status)
    {
        response.StatusCode = status;
        return Task.CompletedTask;
    }
}
