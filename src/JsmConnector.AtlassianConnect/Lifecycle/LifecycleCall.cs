using JsmConnector.AtlassianConnect.Authentication;

namespace JsmConnector.AtlassianConnect.Lifecycle;

/// <summary>What a lifecycle call turned out to be. Everything but <see cref="Accepted"/> is answered with <see cref="StatusCode"/>.</summary>
public abstract record LifecycleCall(int StatusCode)
{
    /// <param name="Payload">Complete for its event: client key, base URL and, when installed, the secret are there.</param>
    /// <param name="InstallationId">Null for installed and uninstalled: found by client key, if the site is known at all.</param>
    /// <param name="SentAt">When Jira signed the call, to the second: calls overtake one another.</param>
    public sealed record Accepted(LifecyclePayload Payload, LifecycleEvent Event, Guid? InstallationId, DateTimeOffset SentAt) : LifecycleCall(204);

    /// <param name="Code">Stable, for the log: `client_key_invalid`.</param>
    public sealed record Malformed(string Code, string Reason) : LifecycleCall(400);

    public sealed record Unauthorized(TokenRefusal Reason) : LifecycleCall(401);

    /// <summary>Signed well, but body and signer do not belong together.</summary>
    public sealed record Forbidden(string Code, string Reason) : LifecycleCall(403);
}
