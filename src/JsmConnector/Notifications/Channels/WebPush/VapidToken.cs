using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using JsmConnector.Notifications.PushKeys;

namespace JsmConnector.Notifications.Channels.WebPush;

/// <summary>Says to a push service who sends (RFC 8292): a token of ours for this service alone, good for half a day. Pure.</summary>
public static class VapidToken
{
    private static readonly TimeSpan Life = TimeSpan.FromHours(12);
    private static readonly string Head = Base64Url.EncodeToString("""{"typ":"JWT","alg":"ES256"}"""u8);

    /// <param name="subject">Whom the service may turn to: an https address or mailto.</param>
    /// <returns>The value of the header `Authorization`.</returns>
    public static string Of(Uri endpoint, string subject, ECDsa key, DateTimeOffset now)
    {
        var claims = JsonSerializer.Serialize(new { aud = endpoint.GetLeftPart(UriPartial.Authority), exp = (now + Life).ToUnixTimeSeconds(), sub = subject });
        var signed = $"{Head}.{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(claims))}";
        var signature = key.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256);
        return $"vapid t={signed}.{Base64Url.EncodeToString(signature)}, k={Base64Url.EncodeToString(OwnPushKey.PointOf(key.ExportParameters(false)))}";
    }
}
