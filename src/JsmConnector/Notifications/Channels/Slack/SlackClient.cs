using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;

namespace JsmConnector.Notifications.Channels.Slack;

/// <summary>What Slack's web API answers: the status is 200 for refusals too, the word counts (docs.slack.dev/apis/web-api).</summary>
public abstract record SlackAnswer
{
    public sealed record Ok(JsonObject Body) : SlackAnswer;

    public sealed record Error(string Word) : SlackAnswer;

    /// <summary>Slack's own answer did not come; the HTTP answer, or its lack, counts.</summary>
    public sealed record Failed(ChannelAnswer Answer) : SlackAnswer;
}

public sealed class SlackClient(ChannelCall call, IOptions<SlackOptions> options)
{
    public Task<SlackAnswer> CallAsync(string method, string token, object arguments, CancellationToken cancellationToken) =>
        SendAsync(method, token, JsonContent.Create(arguments, options: JsonSerializerOptions.Web), cancellationToken);

    /// <summary>What only reads takes a form and no JSON (docs.slack.dev/reference/methods/conversations.history, “Accepted content types”).</summary>
    public Task<SlackAnswer> AskAsync(string method, string token, Dictionary<string, string> arguments, CancellationToken cancellationToken) =>
        SendAsync(method, token, new FormUrlEncodedContent(arguments), cancellationToken);

    private async Task<SlackAnswer> SendAsync(string method, string token, HttpContent arguments, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{options.Value.ApiUrl.TrimEnd('/')}/{method}") { Content = arguments };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        var answer = await call.SendAsync(request, cancellationToken);
        if (answer is not ChannelAnswer.Said { IsSuccess: true, Body: var body } || Read(body) is not { } read)
            return new SlackAnswer.Failed(answer);
        return Text(read, "ok") == "true" ? new SlackAnswer.Ok(read) : new SlackAnswer.Error(Text(read, "error") ?? "no_reason");
    }

    public static string? Text(JsonObject body, string name) => body[name] is JsonValue value ? value.ToString().Trim() : null;

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
