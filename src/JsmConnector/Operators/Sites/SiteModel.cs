using JsmConnector.Installations;
using JsmConnector.Installations.AdminWebhooks;
using JsmConnector.Platform.Html;
using JsmConnector.PortalAnnouncements.Assisted;

namespace JsmConnector.Operators.Sites;

/// <summary>What the last press of a button did.</summary>
public sealed record SiteNews(Tone Tone, string Text)
{
    /// <summary>A new webhook secret, shown this once.</summary>
    public string? Secret { get; init; }

    /// <summary>A settings document that was not saved.</summary>
    public TypedDocument? TypedSettings { get; init; }

    // A record prints its members.
    public override string ToString() => $"SiteNews {Tone}";
}

/// <summary>One site, as its operator sees it.</summary>
public sealed record SiteModel
{
    public required string Name { get; init; }
    public required string Url { get; init; }
    public required InstallationState State { get; init; }
    public required string StatusPageUrl { get; init; }
    public required string WebhookUrl { get; init; }

    /// <summary>Null when its events come through another door, or when it was removed.</summary>
    public required SignedDoor? Door { get; init; }
    public required StoredToken? Token { get; init; }
    public required DateTimeOffset? LastEventAt { get; init; }
    public required IReadOnlyList<AssistedAnnouncement> Announcements { get; init; }
    public required IReadOnlyList<Undecided> Undecided { get; init; }
    public required IReadOnlyList<AtRest> AtRest { get; init; }
    public required int SettingsVersion { get; init; }
    public required string Settings { get; init; }

    /// <summary>What was typed as secrets and is not saved.</summary>
    public string? KeptSettings { get; init; }
    public required string ActionPath { get; init; }
    public required string Antiforgery { get; init; }
    public SiteNews? News { get; init; }
}

public sealed record SignedDoor(DateTimeOffset MadeAt, DateTimeOffset? PreviousUntil);

/// <summary>A token without the token.</summary>
public sealed record StoredToken(SiteTokenKind Kind, string? Account, DateTimeOffset SavedAt);
