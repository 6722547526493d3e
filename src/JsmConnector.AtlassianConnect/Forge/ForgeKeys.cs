using System.Collections.Frozen;
using System.Net;
using JsmConnector.AtlassianConnect.Authentication;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace JsmConnector.AtlassianConnect.Forge;

/// <summary>
/// The keys of invocation tokens. Read anew every hour, and for an unknown key id at most once a minute, so that strangers cannot make us hammer the
/// key server; callers that wait at the same time share one reading. While the server is away the last set counts for a day.
/// </summary>
public sealed partial class ForgeKeys(IHttpClientFactory clients, IOptionsMonitor<ForgeOptions> options, TimeProvider clock, ILogger<ForgeKeys> log)
{
    public const string ClientName = "atlassian-forge-keys";

    private static readonly TimeSpan FreshFor = TimeSpan.FromHours(1);
    private static readonly TimeSpan KeptFor = TimeSpan.FromHours(24);
    private static readonly TimeSpan PauseAfterAnswer = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromSeconds(10);

    private readonly Lock gate = new();
    private KeySet? held;
    private DateTimeOffset nextReading = DateTimeOffset.MinValue;
    private Task? reading;
    private bool lastFailed;

    /// <returns>The key, or why there is none: unknown (the server does not name it) or unavailable (it gave no answer to rely on).</returns>
    internal async ValueTask<(VerificationKey? Key, TokenRefusal? Refusal)> FindAsync(string keyId, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (Held(keyId, now) is { } key)
        {
            if (now - held!.ReadAt >= FreshFor)
            {
                _ = ReadAgain(now);
            }

            return (key, null);
        }

        await ReadAgain(now).WaitAsync(cancellationToken);
        return Held(keyId, now) is { } found ? (found, null) : (null, lastFailed ? TokenRefusal.Unavailable : TokenRefusal.KeyUnknown);
    }

    private VerificationKey? Held(string keyId, DateTimeOffset now) =>
        held is { } set && now - set.ReadAt < KeptFor ? set.Keys.GetValueOrDefault(keyId) : null;

    private Task ReadAgain(DateTimeOffset now)
    {
        lock (gate)
        {
            if (reading is { IsCompleted: false })
            {
                return reading;
            }

            return now < nextReading ? Task.CompletedTask : reading = ReadAsync();
        }
    }

    private async Task ReadAsync()
    {
        var (keys, failure) = await FetchAsync();
        var now = clock.GetUtcNow();
        lock (gate)
        {
            lastFailed = keys is null;
            held = keys is null ? held : new KeySet(keys, now);
            nextReading = now + (keys is null ? PauseAfterFailure : PauseAfterAnswer);
        }

        if (failure is not null)
        {
            NotRead(failure);
        }
    }

    private async Task<(FrozenDictionary<string, VerificationKey>? Keys, string? Failure)> FetchAsync()
    {
        try
        {
            using var client = clients.CreateClient(ClientName);
            var asked = new Uri(options.CurrentValue.ForgeJwksUrl);
            using var response = await client.GetAsync(asked);
            if (response.StatusCode != HttpStatusCode.OK || response.RequestMessage?.RequestUri is { } answered && answered != asked)
            {
                return (null, $"status {(int)response.StatusCode}");
            }

            return ForgeKeySet.Parse(await response.Content.ReadAsByteArrayAsync()) is { } keys ? (keys, null) : (null, "the answer holds no usable key");
        }
        catch (HttpRequestException fault)
        {
            return (null, fault.HttpRequestError.ToString());
        }
        catch (OperationCanceledException)
        {
            return (null, "no answer in time");
        }
    }

    private sealed record KeySet(FrozenDictionary<string, VerificationKey> Keys, DateTimeOffset ReadAt);

    [LoggerMessage(Level = LogLevel.Error, Message = "The keys of Forge invocation tokens could not be read: {Reason}")]
    private partial void NotRead(string reason);
}
