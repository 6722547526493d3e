using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace JsmConnector.AtlassianConnect.Authentication;

/// <summary>What our schemes share: a refusal becomes 401 with a reason, a temporary fault 503, and nothing tells what the token was.</summary>
public abstract class TokenEvents(IOptionsMonitor<AtlassianConnectOptions> options, RefusedCalls refused) : JwtBearerEvents
{
    private const int RetryAfterSeconds = 30;

    protected abstract ValueTask<TokenRefusal?> VerifyAsync(HttpContext context);

    protected abstract bool AppliesTo(Endpoint endpoint);

    public override async Task MessageReceived(MessageReceivedContext context)
    {
        if (context.HttpContext.GetEndpoint() is not { } endpoint || !AppliesTo(endpoint))
        {
            context.NoResult();
            return;
        }

        if (await VerifyAsync(context.HttpContext) is { } refusal)
        {
            // Without a token the caller may be using another door of the same route, whose word then counts.
            if (refusal != TokenRefusal.TokenMissing || context.HttpContext.FindTokenRefusal() is null)
            {
                context.HttpContext.Features.Set(new TokenRefused(refusal));
            }

            context.Fail(refusal.Code());
            return;
        }

        context.Principal = new ClaimsPrincipal(new ClaimsIdentity(context.Scheme.Name));
        context.Success();
    }

    public override Task Challenge(JwtBearerChallengeContext context)
    {
        context.HandleResponse();
        var response = context.Response;
        // A route with two doors challenges twice.
        if (response.HasStarted || response.StatusCode != StatusCodes.Status200OK)
        {
            return Task.CompletedTask;
        }

        var refusal = context.HttpContext.FindTokenRefusal() ?? TokenRefusal.RouteNotDeclared;
        refused.Tell(context.HttpContext, refusal.Code(), context.Scheme.Name);
        if (refusal == TokenRefusal.Unavailable)
        {
            // Jira gives a webhook up for good on 401 and delivers it again on 503.
            response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            response.Headers.RetryAfter = RetryAfterSeconds.ToString(CultureInfo.InvariantCulture);
            return Task.CompletedTask;
        }

        if (refusal == TokenRefusal.BodyTooLarge)
        {
            // As final for Jira as 401, and says what to mend.
            response.StatusCode = StatusCodes.Status413PayloadTooLarge;
            return Task.CompletedTask;
        }

        response.StatusCode = StatusCodes.Status401Unauthorized;
        response.Headers.Append(HeaderNames.WWWAuthenticate, $"JWT realm=\"{options.CurrentValue.AppKey}\", error=\"{refusal.Code()}\"");
        return Task.CompletedTask;
    }
}
