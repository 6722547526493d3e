namespace JsmConnector.AtlassianConnect.Authentication;

/// <summary>Why a request was not let in. The code goes to the caller and the log; the token never does.</summary>
public enum TokenRefusal
{
    TokenMissing,
    TokenTwice,
    TokenMalformed,
    WrongAlgorithm,
    WrongType,

    /// <summary>The header demands extensions (`crit`) that we do not know (RFC 7515, 4.1.11).</summary>
    ExtensionUnknown,
    IssuerMissing,
    OwnToken,
    ApiTokenUnknown,
    ApiTokenRevoked,
    ApiTokenExpired,
    InstallationUnknown,
    InstallationDisabled,
    InstallationUninstalled,
    SignatureInvalid,
    TimesMissing,
    Expired,
    IssuedInFuture,
    NotYetValid,
    LifeTooLong,
    QueryHashMissing,
    QueryHashMismatch,
    ContextTokenNotAllowed,
    AudienceMismatch,
    KeyIdInvalid,
    KeyUnknown,
    PurposeMismatch,
    Replayed,
    SignatureMissing,
    SignatureTwice,
    SignatureMalformed,
    SignatureMethodRefused,
    BodyTooLarge,
    RouteNotDeclared,
    IssuerMismatch,
    ClaimsMissing,
    EnvironmentMismatch,
    ModuleMismatch,
    ApiBaseUrlNotAllowed,
    ForgeNotConfigured,

    /// <summary>A Forge installation whose site is known through Connect: an administrator of that site has to say that both are one.</summary>
    InstallationNotJoined,

    /// <summary>The database or the key server did not answer: a temporary fault, never a 401.</summary>
    Unavailable,
}

public static class TokenRefusalCodes
{
    private static readonly Dictionary<TokenRefusal, string> Codes =
        Enum.GetValues<TokenRefusal>().ToDictionary(refusal => refusal, refusal => SnakeCase(refusal.ToString()));

    /// <summary>Stable code, for example `query_hash_missing`.</summary>
    public static string Code(this TokenRefusal refusal) => Codes[refusal];

    private static string SnakeCase(string name) =>
        System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(name);
}
