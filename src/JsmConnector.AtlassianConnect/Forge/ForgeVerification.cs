using JsmConnector.AtlassianConnect.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace JsmConnector.AtlassianConnect.Forge;

/// <summary>Brings together what judges an invocation token: its text, our configuration, the keys, the clock.</summary>
internal sealed partial class ForgeVerification(
    IOptionsMonitor<ForgeOptions> forge, IOptionsMonitor<AtlassianConnectOptions> connect, ForgeKeys keys, TimeProvider clock, ILogger<ForgeVerification> log)
{
    public const string SystemTokenHeader = "x-forge-oauth-system";

    private const string Scheme = "Bearer ";
    private const int LongestToken = 32 * 1024;
    private const int LongestKeyId = 200;
    private static readonly JsonWebTokenHandler Handler = new() { MapInboundClaims = false };

    /// <returns>The refusal, or null after the request got its features.</returns>
    public async ValueTask<TokenRefusal?> VerifyAsync(HttpContext context, ForgeTokenRequirement route)
    {
        if (Find(context.Request, out var text) is { } missing)
        {
            return missing;
        }

        if (!forge.CurrentValue.IsOn)
        {
            return TokenRefusal.ForgeNotConfigured;
        }

        if (Parse(text, out var token) is { } malformed)
        {
            return malformed;
        }

        context.Features.Set(InvocationClaims.Claimed(token));
        // What is refused anyway is refused before the key server hears of it.
        var refusal = InvocationClaims.Read(token, forge.CurrentValue, route.Modules, connect.CurrentValue.Leeway, clock.GetUtcNow(), out var invocation)
            ?? await CheckSignatureAsync(token, context.RequestAborted);
        return refusal ?? await AdmitAsync(context, invocation);
    }

    private static TokenRefusal? Find(HttpRequest request, out string text)
    {
        var authorization = request.Headers.Authorization;
        text = authorization.Count == 1 && authorization.ToString().StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
            ? authorization.ToString()[Scheme.Length..].Trim()
            : "";
        // Beside a token of Connect in the address ours is not looked at: there is one caller, not two.
        return authorization.Count > 1 || (text.Length > 0 && request.Query.ContainsKey("jwt")) ? TokenRefusal.TokenTwice
            : text.Length == 0 ? TokenRefusal.TokenMissing
            : null;
    }

    private static TokenRefusal? Parse(string text, out JsonWebToken token)
    {
        token = null!;
        if (text.Length > LongestToken || !UnverifiedToken.TryParse(text, out token))
        {
            return TokenRefusal.TokenMalformed;
        }

        return token.Alg != SecurityAlgorithms.RsaSha256 ? TokenRefusal.WrongAlgorithm
            : !string.IsNullOrEmpty(token.Typ) && !token.Typ.Equals("JWT", StringComparison.OrdinalIgnoreCase) ? TokenRefusal.WrongType
            : token.Kid is not { Length: > 0 and <= LongestKeyId } ? TokenRefusal.KeyIdInvalid
            : null;
    }

    private async ValueTask<TokenRefusal?> CheckSignatureAsync(JsonWebToken token, CancellationToken cancellationToken)
    {
        var (key, refusal) = await keys.FindAsync(token.Kid, cancellationToken);
        return key is null ? refusal
            : (await Handler.ValidateTokenAsync(token, key.Parameters)).IsValid ? null
            : TokenRefusal.SignatureInvalid;
    }

    private async ValueTask<TokenRefusal?> AdmitAsync(HttpContext context, ForgeInvocation invocation)
    {
        try
        {
            // Beside a person's call the header could be anybody's; Forge's own endpoints bring it from Forge alone.
            var systemToken = invocation.IsFromForgeItself ? context.Request.Headers[SystemTokenHeader].ToString() : "";
            var installations = context.RequestServices.GetRequiredService<IForgeInstallations>();
            switch (await installations.AdmitAsync(invocation, systemToken.Length == 0 ? null : systemToken, context.RequestAborted))
            {
                case ForgeAdmission.Admitted(var installation):
                    context.Features.Set(invocation);
                    context.SetAtlassianPrincipal(ForgeCaller.Of(invocation, installation));
                    return null;
                case ForgeAdmission.Refused(var reason):
                    return reason;
                default:
                    throw new InvalidOperationException("Unknown admission.");
            }
        }
        catch (Exception fault) when (!context.RequestAborted.IsCancellationRequested)
        {
            StoreDidNotAnswer(fault);
            return TokenRefusal.Unavailable;
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The store of Forge installations did not answer; Forge is asked to come again")]
    private partial void StoreDidNotAnswer(Exception fault);
}
