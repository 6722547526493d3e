using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace JsmConnector.AtlassianConnect.Authentication;

/// <summary>The scheme for tokens of Jira.</summary>
internal sealed class ConnectTokenEvents(
    RequestVerification verification, IOptionsMonitor<AtlassianConnectOptions> options, RefusedCalls refused)
    : TokenEvents(options, refused)
{
    protected override bool AppliesTo(Endpoint endpoint) => endpoint.Metadata.GetMetadata<ConnectTokenRequirement>() is not null;

    protected override ValueTask<TokenRefusal?> VerifyAsync(HttpContext context) => verification.VerifyAsync(
        context,
        context.GetEndpoint()!.Metadata.GetMetadata<ConnectTokenRequirement>()!,
        context.RequestServices.GetRequiredService<IInstallationSecrets>());
}
