using System.Security.Cryptography;
using Microsoft.IdentityModel.Tokens;

namespace JsmConnector.AtlassianConnect.Authentication;

/// <summary>Keys of our own session tokens, derived from the app's encryption key so that the two never do each other's work.</summary>
public sealed class SessionTokenKeys
{
    private static readonly byte[] Use = "jsmconnector session token v1"u8.ToArray();

    /// <param name="encryptionKeys">The current key first; the others may only verify.</param>
    public SessionTokenKeys(IReadOnlyList<byte[]> encryptionKeys)
    {
        if (encryptionKeys.Count == 0)
        {
            throw new ArgumentException("At least one key is needed.", nameof(encryptionKeys));
        }

        Keys = encryptionKeys
            .Select(key => new SymmetricSecurityKey(HKDF.DeriveKey(HashAlgorithmName.SHA256, key, 32, info: Use)))
            .ToArray();
    }

    internal IReadOnlyList<SymmetricSecurityKey> Keys { get; }
}
