using JsmConnector.AtlassianConnect.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace JsmConnector.AtlassianConnect.Forge;

/// <summary>The scheme for invocation tokens of Forge.</summary>
internal sealed class ForgeTokenEvents(ForgeVerification verification, IOptionsMonitor<AtlassianConnectOptions> options, RefusedCalls refused)
    : TokenEvents(options, refused)
{
    protected override bool AppliesTo(Endpoint endpoint) => endpoint.Metadata.GetMetadata<ForgeTokenRequirement>() is not null;

    protected override ValueTask<TokenRefusal?> VerifyAsync(HttpContext context) =>
        verification.VerifyAsync(context, context.GetEndpoint()!.Metadata.GetMetadata<ForgeTokenRequirement>()!);
}
