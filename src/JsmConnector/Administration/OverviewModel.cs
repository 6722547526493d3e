using JsmConnector.Installations;
using JsmConnector.Platform.Html;
using JsmConnector.Platform.Languages;

namespace JsmConnector.Administration;

/// <summary>What a Jira administrator sees of the app: is it connected, does anything need a person.</summary>
public sealed record OverviewModel
{
    public required DateTimeOffset Now { get; init; }
    public required string SiteUrl { get; init; }
    public required InstallationState State { get; init; }
    public required DateTimeOffset InstalledAt { get; init; }
    public required DateTimeOffset? LastEventAt { get; init; }
    public required string? StatusPageUrl { get; init; }
    public required string SettingsUrl { get; init; }
    public required string SettingsSchemaUrl { get; init; }
    public required IReadOnlyList<DeadDelivery> Dead { get; init; }
    public required IReadOnlyList<WaitingDelivery> Waiting { get; init; }
    public required IReadOnlyList<RejectedEvent> Rejected { get; init; }

    public IReadOnlyList<RestingDestination> Resting { get; init; } = [];
    public Reconciled? Missed { get; init; }

    /// <summary>What the last press of a button did.</summary>
    public Done? Done { get; init; }

    /// <summary>Our own short-lived token for the buttons.</summary>
    public required string SessionToken { get; init; }

    /// <summary>Where the buttons post to, with the path base.</summary>
    public required string ActionPath { get; init; }
}

/// <param name="Ticket">Key of the incident's ticket, when it has one.</param>
public sealed record DeadDelivery(Guid Id, string Where, string? Ticket, string? TicketUrl, string? Reason, int Attempts, DateTimeOffset At);

public sealed record WaitingDelivery(string Where, string? Ticket, string? Reason, int Attempts, DateTimeOffset DueAt);

/// <param name="IssueId">Numeric id of the ticket; null when the event names none.</param>
public sealed record RejectedEvent(string Event, string? IssueId, string? Reason, DateTimeOffset ReceivedAt);

public sealed record RestingDestination(string Channel, string Destination, string Where, bool IsBroken, int Failures, string Reason, DateTimeOffset Since);

/// <param name="SeenUntil">Every edit before it was seen; null before the first comparison.</param>
public sealed record Reconciled(DateTimeOffset? SeenUntil, int Healed, string? Problem);

/// <summary>What a button did, for people.</summary>
/// <param name="Text">English, with places {0}, {1} … for the parts: a key of the screens' words.</param>
public sealed record Done(Tone Tone, string Text, params object[] Parts);

public static class SaidDone
{
    public static string Say(this ScreenWords words, Done done) => done.Parts.Length == 0 ? words[done.Text] : words.Say(done.Text, done.Parts);
}
