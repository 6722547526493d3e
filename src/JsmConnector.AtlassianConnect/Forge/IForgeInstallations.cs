using JsmConnector.AtlassianConnect.Authentication;

namespace JsmConnector.AtlassianConnect.Forge;

/// <summary>Knows which installation of ours a verified invocation belongs to. On the path of every Forge request, so the implementation caches.</summary>
public interface IForgeInstallations
{
    /// <param name="systemToken">What Forge sent along for calls back (`x-forge-oauth-system`); opaque, worth keeping, never to be logged.</param>
    /// <remarks>Throws when the store does not answer: the request then ends with 503 and Forge sends the event again.</remarks>
    ValueTask<ForgeAdmission> AdmitAsync(ForgeInvocation invocation, string? systemToken, CancellationToken cancellationToken);
}

public abstract record ForgeAdmission
{
    private ForgeAdmission() { }

    public sealed record Admitted(Guid InstallationId) : ForgeAdmission;

    public sealed record Refused(TokenRefusal Reason) : ForgeAdmission;
}
