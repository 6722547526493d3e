using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using JsmConnector.Platform.Database;
using JsmConnector.Platform.Secrets;

namespace JsmConnector.Notifications.Readers;

/// <summary>
/// Somebody whom the settings name under an audience. The links in a message hold who it is, sealed for one purpose: nothing is stored until somebody uses
/// one, nobody can make one up, and a link to leave does nothing else. Pure.
/// </summary>
/// <param name="Kind">Kind of channel, like `email`.</param>
public sealed record AudienceReader(InstallationId Installation, string Audience, string Kind, string Address)
{
    public const string Leave = "leave", Choices = "choices";
    private const int LongestToken = 2_000;

    /// <summary>Finds the choice of a reader again, however the address is written, without keeping it.</summary>
    public string Hash => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{Installation}\n{Audience}\n{Kind}\n{Address.ToLowerInvariant()}")));

    public string Token(string purpose, SecretBox secrets) =>
        Base64Url.EncodeToString(secrets.Seal(string.Join('\n', Installation.Value.ToString("N"), Audience, Kind, Address), BoundTo(purpose)));

    /// <returns>Null for what is no token for this purpose.</returns>
    public static AudienceReader? Of(string? token, string purpose, SecretBox secrets)
    {
        if (token is not { Length: > 0 and <= LongestToken } || !Base64Url.IsValid(token))
            return null;
        return secrets.Open(Base64Url.DecodeFromChars(token), BoundTo(purpose))?.Split('\n') is [var site, var audience, var kind, var address] && Guid.TryParseExact(site, "N", out var id)
            ? new AudienceReader(new InstallationId(id), audience, kind, address)
            : null;
    }

    private static string BoundTo(string purpose) => $"audience-reader:{purpose}";
}
