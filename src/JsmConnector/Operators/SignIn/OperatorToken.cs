using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace JsmConnector.Operators.SignIn;

/// <summary>Random tokens of links and sessions. 256 bits need no slow hash: there is nothing to guess.</summary>
public static class OperatorToken
{
    private const int Bytes = 32;

    public static string New() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Bytes));

    /// <returns>Null for what cannot be a token, so that it costs the database no question.</returns>
    public static byte[]? HashOf(string? token) =>
        token is { Length: 43 } && token.All(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_')
            ? SHA256.HashData(Encoding.ASCII.GetBytes(token))
            : null;

    /// <summary>What every form of a session carries. Derived, so that nothing needs storing and another session's form is worth nothing.</summary>
    public static string AntiforgeryOf(string sessionToken) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.ASCII.GetBytes(sessionToken), "operator form"u8));
}
