using System.Buffers.Text;
using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text.Json;
using JsmConnector.AtlassianConnect.Authentication;

namespace JsmConnector.AtlassianConnect.Forge;

/// <summary>A JSON Web Key Set, as far as it can verify RS256. Other keys and unknown members are passed over.</summary>
internal static class ForgeKeySet
{
    private const int MostKeys = 64;
    private const int SmallestKeyBits = 2048;
    private const int LargestKeyBits = 8192;

    /// <returns>Null when the text is no key set or holds no usable key.</returns>
    public static FrozenDictionary<string, VerificationKey>? Parse(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var keys = document.RootElement.Member("keys");
            if (keys.ValueKind != JsonValueKind.Array)
            {
                return null;
            }

            var usable = new Dictionary<string, VerificationKey>(StringComparer.Ordinal);
            foreach (var key in keys.EnumerateArray().Take(MostKeys))
            {
                if (key.Text("kid") is { Length: > 0 } id && Read(key) is { } usableKey)
                {
                    usable[id] = usableKey;
                }
            }

            return usable.Count == 0 ? null : usable.ToFrozenDictionary(StringComparer.Ordinal);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static VerificationKey? Read(JsonElement key)
    {
        if (key.Text("kty") != "RSA" || key.Text("use") is not (null or "sig") || key.Text("alg") is not (null or "RS256")
            || key.Text("n") is not { } modulus || key.Text("e") is not { } exponent)
        {
            return null;
        }

        try
        {
            using var rsa = RSA.Create(new RSAParameters { Modulus = Base64Url.DecodeFromChars(modulus), Exponent = Base64Url.DecodeFromChars(exponent) });
            return rsa.KeySize is >= SmallestKeyBits and <= LargestKeyBits ? VerificationKey.ForInstall(rsa) : null;
        }
        catch (Exception broken) when (broken is FormatException or CryptographicException)
        {
            return null;
        }
    }
}
