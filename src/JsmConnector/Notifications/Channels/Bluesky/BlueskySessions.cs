using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace JsmConnector.Notifications.Channels.Bluesky;

public sealed record BlueskySession(string Did, string Token);

/// <summary>
/// Sessions of accounts, kept in memory for less than they live: an account may open 300 a day. Never stored: after a start a new one is opened.
/// </summary>
public sealed class BlueskySessions(TimeProvider clock)
{
    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(45);
    private readonly ConcurrentDictionary<(string Server, string Handle, string Password), (BlueskySession Session, DateTimeOffset Until)> _known = new();

    /// <returns>The session, or the answer that stood in the way.</returns>
    public async Task<(BlueskySession? Session, ChannelAnswer? Problem)> OpenAsync(ChannelCall call, string server, BlueskySettings settings, CancellationToken cancellationToken)
    {
        var key = (server, settings.Handle!, settings.AppPassword!);
        if (_known.TryGetValue(key, out var known) && known.Until > clock.GetUtcNow())
            return (known.Session, null);
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{server}/xrpc/com.atproto.server.createSession")
        {
            Content = JsonContent.Create(new { identifier = settings.Handle, password = settings.AppPassword }),
        };
        var answer = await call.SendAsync(request, cancellationToken);
        if (answer is not ChannelAnswer.Said { IsSuccess: true, Body: var body } || Read(body) is not { } session)
            return (null, answer);
        _known[key] = (session, clock.GetUtcNow() + Kept);
        return (session, null);
    }

    public void Forget(string server, BlueskySettings settings) => _known.TryRemove((server, settings.Handle!, settings.AppPassword!), out _);

    private static BlueskySession? Read(string body)
    {
        try
        {
            return JsonNode.Parse(body) is JsonObject read && read["did"]?.ToString() is { Length: > 0 } did && read["accessJwt"]?.ToString() is { Length: > 0 } token ? new BlueskySession(did, token) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
