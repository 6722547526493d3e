using JsmConnector.AtlassianConnect.Authentication;
using JsmConnector.Installations;

namespace JsmConnector.Diagnostics;

/// <summary>What was measured; what it means is decided in <see cref="JudgeDiagnostics"/>. Holds no token and no secret.</summary>
public sealed record DiagnosticFacts
{
    public required DateTimeOffset Now { get; init; }
    public required string SiteUrl { get; init; }
    public required InstallationState State { get; init; }

    /// <summary>When the site came for the first time.</summary>
    public required DateTimeOffset InstalledAt { get; init; }

    /// <summary>The last `installed` call: the age of the shared secret.</summary>
    public required DateTimeOffset? LastInstalledAt { get; init; }

    /// <summary>While requests under the secret before are still taken.</summary>
    public required DateTimeOffset? PreviousSecretUntil { get; init; }

    /// <summary>The door whose events count.</summary>
    public EventSource EventSource { get; init; }

    /// <summary>Null for a site that Forge has never called for.</summary>
    public ForgeReading? Forge { get; init; }

    /// <summary>Null for a site without a signed webhook.</summary>
    public SignedWebhookReading? SignedWebhook { get; init; }

    /// <summary>Since when Jira refuses the secret of the Connect app; null when it takes it, or was not asked.</summary>
    public DateTimeOffset? ConnectRefusedSince { get; init; }

    /// <summary>What rests because Jira asked for it, the longest first.</summary>
    public IReadOnlyList<RestingCall> Resting { get; init; } = [];

    /// <summary>Null before the first comparison.</summary>
    public ComparisonReading? Comparison { get; init; }

    /// <summary>Own addresses that a signed install may name as audience, and the Forge app that its tokens must name.</summary>
    public required IReadOnlyList<string> ExpectedAudiences { get; init; }

    /// <summary>Newest first.</summary>
    public required IReadOnlyList<LastEvent> Events { get; init; }
    public required Depth Inbox { get; init; }
    public required Depth Outbox { get; init; }
    public required int Failed { get; init; }
    public required int Rejected { get; init; }
    public required ClockReading? ClockOfTokens { get; init; }
    public required ClockReading? ClockOfAnswers { get; init; }

    /// <summary>Calls of this site, or of somebody who claimed to be it, that were refused on this node since it started.</summary>
    public required IReadOnlyList<RefusedTally> Refusals { get; init; }

    /// <summary>What could not be used or sent, newest first.</summary>
    public IReadOnlyList<LastError> Errors { get; init; } = [];
    public required IReadOnlyList<HeldBack> HeldBack { get; init; }
    public required IReadOnlyList<NextDelivery> Next { get; init; }
    public required IReadOnlyList<TokenAge> ApiTokens { get; init; }

    /// <summary>When an older installation of the same address was replaced; null when there is none.</summary>
    public required DateTimeOffset? SupersededAt { get; init; }
}

/// <param name="ExpectedApp">Audience of the tokens that we take; null when no Forge app is configured.</param>
public sealed record ForgeReading(string? ExpectedApp, string Environment, DateTimeOffset LastCalledAt, DateTimeOffset? TokenReceivedAt, DateTimeOffset? RefusedSince, DateTimeOffset? GoneAt);

/// <param name="Count">Among the newest events that were looked at.</param>
public sealed record LastEvent(string Event, int Count, DateTimeOffset LastAt);

/// <param name="OldestAt">When the longest waiting row came; null when nothing waits.</param>
public sealed record Depth(int Waiting, DateTimeOffset? OldestAt);

/// <param name="Code">Stable, for programs; its mend is in <see cref="MendRefusal"/>.</param>
/// <param name="Where">The event or the destination.</param>
public sealed record LastError(string Code, string Where, string? Reason, DateTimeOffset At)
{
    public const string Event = "event_rejected";
    public const string Delivery = "delivery_failed";
    public const string Uncertain = "delivery_unknown";
}

/// <summary>A destination that asked for patience or does not answer.</summary>
public sealed record HeldBack(string Destination, string? Reason, int Deliveries, DateTimeOffset Until);

/// <param name="Words">Public words; null when the delivery carries none.</param>
public sealed record NextDelivery(string Destination, string? Ticket, string? Words, DateTimeOffset DueAt);

public sealed record TokenAge(string Name, DateTimeOffset MadeAt, DateTimeOffset? LastUsedAt, DateTimeOffset ExpiresAt);

/// <param name="PreviousUntil">While the secret before counts too.</param>
/// <param name="ApiTokenSavedAt">Of the token for calls back; null when there is none.</param>
public sealed record SignedWebhookReading(DateTimeOffset MadeAt, DateTimeOffset? PreviousUntil, DateTimeOffset? ApiTokenSavedAt);

/// <param name="Scope">All calls, one endpoint, or writes to one issue.</param>
/// <param name="Reason">Jira's own word.</param>
public sealed record RestingCall(string Scope, DateTimeOffset Until, int Refusals, string? Reason);

/// <param name="SeenUntil">Every edit before this moment is known here.</param>
/// <param name="Healed">Edits whose webhook was lost, since the site was installed.</param>
public sealed record ComparisonReading(DateTimeOffset SeenUntil, DateTimeOffset? FinishedAt, int Healed, string? Problem);
