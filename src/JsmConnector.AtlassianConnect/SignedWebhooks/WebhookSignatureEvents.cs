using System.Security.Cryptography;
using JsmConnector.AtlassianConnect.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace JsmConnector.AtlassianConnect.SignedWebhooks;

/// <summary>The scheme for signed admin webhooks. The address says whose secret, the signature proves it.</summary>
internal sealed partial class WebhookSignatureEvents(
    IOptionsMonitor<AtlassianConnectOptions> options, RefusedCalls refused, TimeProvider clock, ILogger<WebhookSignatureEvents> log)
    : TokenEvents(options, refused)
{
    // Somebody who guesses addresses must not learn from answer or time whether there is such a site: an unknown one is computed, too.
    private static readonly string[] NobodysSecret = [Convert.ToHexString(RandomNumberGenerator.GetBytes(32))];

    protected override bool AppliesTo(Endpoint endpoint) => endpoint.Metadata.GetMetadata<WebhookSignatureRequirement>() is not null;

    protected override async ValueTask<TokenRefusal?> VerifyAsync(HttpContext context)
    {
        var route = context.GetEndpoint()!.Metadata.GetMetadata<WebhookSignatureRequirement>()!;
        var installation = Guid.TryParse(context.GetRouteValue(route.InstallationParameter) as string, out var id) ? id : Guid.Empty;
        context.Features.Set(new ClaimedToken(RefusedCalls.ClaimOfInstallation(installation), null));
        if (WebhookSignature.Read(context.Request.Headers[WebhookSignature.Header], out var signature) is { } malformed)
        {
            return malformed;
        }

        if (await context.ReadBodyOnceAsync(route.LargestBody) is not { } body)
        {
            return TokenRefusal.BodyTooLarge;
        }

        try
        {
            var store = context.RequestServices.GetRequiredService<IWebhookSecrets>();
            var now = clock.GetUtcNow();
            var secrets = await store.FindAsync(installation, context.RequestAborted);
            var isSigned = IsSigned(secrets);
            if (!isSigned)
            {
                // A refusal is final for Jira, and the secret may have been made on another node a moment ago: that is worth a second look.
                secrets = await store.FindAgainAsync(installation, context.RequestAborted);
                isSigned = IsSigned(secrets);
            }

            if (secrets is null)
            {
                NobodyThere(installation);
            }

            return isSigned ? Accept(context, installation, now) : TokenRefusal.SignatureInvalid;

            bool IsSigned(WebhookSecrets? secrets) => signature.IsMadeWithOneOf(secrets?.Candidates(now) ?? NobodysSecret, body) && secrets is not null;
        }
        catch (Exception fault) when (!context.RequestAborted.IsCancellationRequested)
        {
            StoreDidNotAnswer(fault);
            return TokenRefusal.Unavailable;
        }
    }

    private static TokenRefusal? Accept(HttpContext context, Guid installation, DateTimeOffset now)
    {
        context.SetAtlassianPrincipal(new AtlassianPrincipal
        {
            InstallationId = installation,
            Kind = AccountKind.App,
            Source = PrincipalSource.SignedWebhook,
            IssuedAt = now,
        });
        return null;
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The store of webhook secrets did not answer; the sender is asked to come again")]
    private partial void StoreDidNotAnswer(Exception fault);

    [LoggerMessage(Level = LogLevel.Information, Message = "A webhook came for installation {Installation}, which takes none: it is unknown or was removed")]
    private partial void NobodyThere(Guid installation);
}
