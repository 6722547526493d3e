using System.Security.Cryptography;
using System.Text;
using Microsoft.IdentityModel.Tokens;

namespace JsmConnector.AtlassianConnect.Authentication;

/// <summary>A key bound to the one algorithm it may be used with. Made once and kept: making one costs more than a verification.</summary>
public sealed class VerificationKey
{
    // HMAC fills short keys with zeros by definition; the library refuses them unless that is done beforehand. The value is the same.
    private const int MinimumKeyBytes = 32;

    private VerificationKey(SecurityKey key, string algorithm) => Parameters = new TokenValidationParameters
    {
        IssuerSigningKey = key,
        ValidAlgorithms = [algorithm],
        TryAllIssuerSigningKeys = true,
        // The rules of Connect are stricter than the library's and need the clock as a value; see ConnectToken.
        ValidateIssuer = false,
        ValidateAudience = false,
        ValidateLifetime = false,
        RequireExpirationTime = true,
        RequireSignedTokens = true,
    };

    internal TokenValidationParameters Parameters { get; }

    public static VerificationKey ForTenant(string sharedSecret) => new(SymmetricKey(sharedSecret), SecurityAlgorithms.HmacSha256);

    /// <remarks>
    /// Takes a copy. The library's shared cache finds keys by their value, so one holder disposing its key would break the other's;
    /// installs are rare enough to do without that cache.
    /// </remarks>
    public static VerificationKey ForInstall(RSA publicKey) => new(
        new RsaSecurityKey(publicKey.ExportParameters(includePrivateParameters: false))
        {
            CryptoProviderFactory = new CryptoProviderFactory { CacheSignatureProviders = false },
        },
        SecurityAlgorithms.RsaSha256);

    internal static SymmetricSecurityKey SymmetricKey(string sharedSecret)
    {
        ArgumentException.ThrowIfNullOrEmpty(sharedSecret);
        var bytes = Encoding.UTF8.GetBytes(sharedSecret);
        if (bytes.Length < MinimumKeyBytes)
        {
            Array.Resize(ref bytes, MinimumKeyBytes);
        }

        return new SymmetricSecurityKey(bytes);
    }
}
