using System.Buffers.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace JsmConnector.Notifications;

/// <summary>Where a browser takes messages, and what they are sealed for (w3.org/TR/push-api). Pure.</summary>
/// <param name="Receiver">The browser's public point, uncompressed.</param>
public sealed record PushSubscription(Uri Endpoint, byte[] Receiver, byte[] Secret)
{
    private const int PointLength = 65, SecretLength = 16, LongestEndpoint = 1_000;

    /// <returns>Null for what is no subscription of a browser.</returns>
    public static PushSubscription? Read(string? json)
    {
        try
        {
            if (json is null || JsonNode.Parse(json) is not JsonObject { } read || read["keys"] is not JsonObject keys)
                return null;
            // A push service of this machine is a stand-in, which outgoing calls reach only where they may.
            return Uri.TryCreate(Text(read, "endpoint"), UriKind.Absolute, out var endpoint) && endpoint.AbsoluteUri.Length <= LongestEndpoint
                && (endpoint.Scheme == Uri.UriSchemeHttps || (endpoint.Scheme == Uri.UriSchemeHttp && endpoint.IsLoopback))
                && Bytes(keys, "p256dh") is { Length: PointLength } receiver && receiver[0] == 4 && Bytes(keys, "auth") is { Length: SecretLength } secret
                ? new PushSubscription(endpoint, receiver, secret)
                : null;
        }
        // A name that comes twice is an argument to the reader.
        catch (Exception exception) when (exception is JsonException or ArgumentException)
        {
            return null;
        }
    }

    /// <summary>However the browser wrote it, one subscription reads the same.</summary>
    public string Plain => new JsonObject
    {
        ["endpoint"] = Endpoint.AbsoluteUri,
        ["keys"] = new JsonObject { ["p256dh"] = Base64Url.EncodeToString(Receiver), ["auth"] = Base64Url.EncodeToString(Secret) },
    }.ToJsonString();

    private static string? Text(JsonObject from, string name) => from[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    private static byte[]? Bytes(JsonObject from, string name) => Text(from, name)?.TrimEnd('=') is { Length: > 0 and < 200 } text && Base64Url.IsValid(text) ? Base64Url.DecodeFromChars(text) : null;
}
