using System.Buffers.Text;
using System.Globalization;
using JsmConnector.Platform.Secrets;

namespace JsmConnector.Notifications.ReaderSignIn;

/// <summary>
/// Links and sessions are sealed, not stored: what they say can be neither read nor changed by whoever carries them, and one for another page, place or purpose
/// does not open.
/// </summary>
public sealed class SignInSeals(SecretBox secrets)
{
    public static readonly TimeSpan LinkLife = TimeSpan.FromMinutes(15);
    private const int Longest = 1_000;

    public string Link(SignInPlace place, string address, DateTimeOffset now) => Seal(address, now + LinkLife, ForLink(place));

    public string Session(SignInPlace place, string address, DateTimeOffset now) => Seal(address, now + IReaderSignIn.SessionLife, ForSession(place));

    public (string Address, DateTimeOffset Until)? OpenLink(SignInPlace place, string? token, DateTimeOffset now) => Open(token, ForLink(place), now);

    public (string Address, DateTimeOffset Until)? OpenSession(SignInPlace place, string? session, DateTimeOffset now) => Open(session, ForSession(place), now);

    private string Seal(string address, DateTimeOffset until, string boundTo) =>
        Base64Url.EncodeToString(secrets.Seal($"{until.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)} {address}", boundTo));

    private (string Address, DateTimeOffset Until)? Open(string? sealedText, string boundTo, DateTimeOffset now)
    {
        if (sealedText is not { Length: > 0 and <= Longest } || !Base64Url.IsValid(sealedText) || secrets.Open(Base64Url.DecodeFromChars(sealedText), boundTo) is not { } text)
            return null;
        var space = text.IndexOf(' ', StringComparison.Ordinal);
        var until = DateTimeOffset.FromUnixTimeSeconds(long.Parse(text[..space], CultureInfo.InvariantCulture));
        return until > now ? (text[(space + 1)..], until) : null;
    }

    /// <summary>The mail leads to the page's own address, wherever the reader asked.</summary>
    private static string ForLink(SignInPlace place) => $"page sign-in link:{place.Installation}:{place.PageId}";

    private static string ForSession(SignInPlace place) => $"page session:{place.Installation}:{place.PageId}:{place.Place}";
}
