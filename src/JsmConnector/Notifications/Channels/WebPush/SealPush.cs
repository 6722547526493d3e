using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using JsmConnector.Notifications.PushKeys;

namespace JsmConnector.Notifications.Channels.WebPush;

/// <summary>Seals a message for one browser, so that its push service reads nothing: RFC 8291 over RFC 8188, one record. Pure, given the pair and the salt.</summary>
public static class SealPush
{
    /// <summary>What push services must take is 4,096 bytes; head, tag and the end of the record are part of it.</summary>
    public const int MostPlain = 4_096 - 86 - 16 - 1;
    private const int RecordSize = 4_096, TagLength = 16;

    public static byte[] For(PushSubscription subscription, byte[] message)
    {
        using var sender = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
        return For(subscription, message, sender, RandomNumberGenerator.GetBytes(16));
    }

    /// <exception cref="CryptographicException">The browser's point does not lie on the curve.</exception>
    public static byte[] For(PushSubscription subscription, byte[] message, ECDiffieHellman sender, byte[] salt)
    {
        using var receiver = ECDiffieHellman.Create(new ECParameters
        {
            Curve = ECCurve.NamedCurves.nistP256,
            Q = new ECPoint { X = subscription.Receiver[1..33], Y = subscription.Receiver[33..] },
        });
        var own = OwnPushKey.PointOf(sender.ExportParameters(false));
        var (key, nonce) = Derive(sender.DeriveRawSecretAgreement(receiver.PublicKey), subscription.Secret, subscription.Receiver, own, salt);
        byte[] plain = [.. message, 2];
        var body = new byte[salt.Length + 4 + 1 + own.Length + plain.Length + TagLength];
        salt.CopyTo(body, 0);
        BinaryPrimitives.WriteUInt32BigEndian(body.AsSpan(16), RecordSize);
        body[20] = (byte)own.Length;
        own.CopyTo(body, 21);
        var at = 21 + own.Length;
        using var aes = new AesGcm(key, TagLength);
        aes.Encrypt(nonce, plain, body.AsSpan(at, plain.Length), body.AsSpan(at + plain.Length));
        return body;
    }

    /// <summary>The key of the content and its nonce, as both sides find them.</summary>
    public static (byte[] Key, byte[] Nonce) Derive(byte[] shared, byte[] secret, byte[] receiver, byte[] sender, byte[] salt)
    {
        var keying = HKDF.DeriveKey(HashAlgorithmName.SHA256, shared, 32, secret, [.. "WebPush: info\0"u8, .. receiver, .. sender]);
        return (HKDF.DeriveKey(HashAlgorithmName.SHA256, keying, 16, salt, Encoding.ASCII.GetBytes("Content-Encoding: aes128gcm\0")),
            HKDF.DeriveKey(HashAlgorithmName.SHA256, keying, 12, salt, Encoding.ASCII.GetBytes("Content-Encoding: nonce\0")));
    }
}
