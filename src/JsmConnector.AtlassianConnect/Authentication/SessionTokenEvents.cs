using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace JsmConnector.AtlassianConnect.Authentication;

/// <summary>The scheme for our own tokens, in header `X-Session` or form field `session`.</summary>
internal sealed class SessionTokenEvents(
    SessionTokens sessions, IOptionsMonitor<AtlassianConnectOptions> options, RefusedCalls refused)
    : TokenEvents(options, refused)
{
    public const string Header = "X-Session";
    public const string Field = "session";

    protected override bool AppliesTo(Endpoint endpoint) => endpoint.Metadata.GetMetadata<SessionRequirement>() is not null;

    protected override async ValueTask<TokenRefusal?> VerifyAsync(HttpContext context)
    {
        var (text, refusal) = await FindAsync(context.Request);
        if (text is null)
        {
            return refusal ?? TokenRefusal.TokenMissing;
        }

        var purpose = context.GetEndpoint()!.Metadata.GetMetadata<SessionRequirement>()!.Purpose;
        switch (await sessions.VerifyAsync(text, purpose))
        {
            case SessionVerification.Verified verified:
                context.SetAtlassianPrincipal(verified.Principal);
                return null;
            case SessionVerification.Refused refused:
                if (refused.ExpiredOf is { } expired)
                {
                    context.Features.Set(expired);
                }

                return refused.Reason;
            default:
                throw new InvalidOperationException("Unknown result of a verification.");
        }
    }

    private static async ValueTask<(string? Text, TokenRefusal? Refusal)> FindAsync(HttpRequest request)
    {
        if (request.Headers.TryGetValue(Header, out var header))
        {
            return header.Count == 1 ? (header.ToString(), null) : (null, TokenRefusal.TokenTwice);
        }

        if (!request.HasFormContentType)
        {
            return (null, TokenRefusal.TokenMissing);
        }

        try
        {
            var field = (await request.ReadFormAsync(request.HttpContext.RequestAborted))[Field];
            return field.Count switch
            {
                0 => (null, TokenRefusal.TokenMissing),
                1 => (field.ToString(), null),
                _ => (null, TokenRefusal.TokenTwice),
            };
        }
        catch (InvalidDataException)
        {
            return (null, TokenRefusal.TokenMalformed);
        }
    }
}
