using System.Security.Cryptography;
using System.Text;

namespace JsmConnector.Platform.Secrets;

/// <summary>
/// Encrypts single fields with AES-256-GCM. The owner and the name of the field are bound in as additional data, so that a value copied to
/// another row or column does not open. The first key encrypts, all keys decrypt.
/// </summary>
public sealed class SecretBox
{
    private const byte Version = 1;
    private readonly byte[][] _keys;

    public SecretBox(IEnumerable<string> base64Keys) =>
        _keys = [.. base64Keys.Where(key => !string.IsNullOrWhiteSpace(key)).Select(key => Convert.FromBase64String(key.Trim()))];

    /// <summary>A key for another purpose, so that the encryption key itself signs nothing.</summary>
    public byte[] DeriveKey(string purpose) => HKDF.DeriveKey(HashAlgorithmName.SHA256, _keys[0], 32, info: Encoding.UTF8.GetBytes(purpose));

    public byte[] Seal(string secret, string boundTo)
    {
        var plain = Encoding.UTF8.GetBytes(secret);
        var box = new byte[1 + 12 + 16 + plain.Length];
        box[0] = Version;
        var nonce = box.AsSpan(1, 12);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(_keys[0], 16);
        aes.Encrypt(nonce, plain, box.AsSpan(29), box.AsSpan(13, 16), Encoding.UTF8.GetBytes(boundTo));
        return box;
    }

    /// <summary>True while older keys may still be needed.</summary>
    public bool HasPreviousKeys => _keys.Length > 1;

    /// <summary>The same box when the current key sealed it, a new one under the current key otherwise; null when no key opens it.</summary>
    public byte[]? Reseal(byte[] box, string boundTo) =>
        TryOpen(_keys[0], box, boundTo) is not null ? box : Open(box, boundTo) is { } secret ? Seal(secret, boundTo) : null;

    /// <summary>Null when no key opens the box: it was sealed for another owner, under a lost key, or was tampered with.</summary>
    public string? Open(byte[] box, string boundTo)
    {
        foreach (var key in _keys)
        {
            if (TryOpen(key, box, boundTo) is { } secret)
                return secret;
        }
        return null;
    }

    private static string? TryOpen(byte[] key, byte[] box, string boundTo)
    {
        if (box.Length < 29 || box[0] != Version)
            return null;
        var plain = new byte[box.Length - 29];
        try
        {
            using var aes = new AesGcm(key, 16);
            aes.Decrypt(box.AsSpan(1, 12), box.AsSpan(29), box.AsSpan(13, 16), plain, Encoding.UTF8.GetBytes(boundTo));
            return Encoding.UTF8.GetString(plain);
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }
    }
}
