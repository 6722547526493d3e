using JsmConnector.Installations.Settings;
using JsmConnector.Platform.Database;

namespace JsmConnector.Notifications.Subscribers;

/// <param name="Scopes">Public ids of components and groups; null: everything.</param>
/// <param name="LeastSeverity">1 to 4.</param>
public sealed record SubscriptionChoice(IReadOnlyList<string>? Scopes, bool Incidents, bool Maintenance, int LeastSeverity, bool Briefly) : IPublicData
{
    public static SubscriptionChoice Everything { get; } = new(null, true, true, 4, false);
}

/// <summary>By what a reader of a page that is not public got in: an access link, or the address that he signed in with.</summary>
public sealed record ReaderDoor(Guid? AccessLink, string? SignedInAs) : IPublicData;

/// <param name="Door">Null on a public page.</param>
/// <param name="From">Where the request came from.</param>
/// <param name="Consent">Names the words that were agreed to.</param>
public sealed record SubscriptionWish(InstallationId Installation, string PageId, string Kind, string? Address, string Language, SubscriptionChoice Choice, string From, string Consent, ReaderDoor? Door = null) : IPublicData;

public enum SubscriptionAsked
{
    /// <summary>Also when the address is known already: nobody learns who is subscribed.</summary>
    Asked,
    NoAddress,
    NotOffered,
    TooMany,
}

/// <summary>What a holder of a link may know of his own subscription.</summary>
public sealed record OwnSubscription(string Kind, string Hint, string Language, bool IsActive, SubscriptionChoice Choice) : IPublicData;

/// <summary>What readers can ask for by themselves. In a scope that has entered the site; a token stands for the person.</summary>
public interface ISubscriptionDesk : IPublicData
{
    /// <summary>Ways that the page offers and the operator has set up.</summary>
    IReadOnlyList<string> Ways(PageSettings page);

    /// <summary>What a browser needs before it takes messages from this site.</summary>
    Task<string> PushKeyAsync(InstallationId installation, CancellationToken cancellationToken);

    Task<SubscriptionAsked> AskAsync(SubscriptionWish wish, PageSettings page, CancellationToken cancellationToken);

    /// <returns>Null when the token is for something else, or past its time.</returns>
    Task<OwnSubscription?> FindAsync(string pageId, string purpose, string? token, CancellationToken cancellationToken);

    Task<bool> ConfirmAsync(string pageId, string? token, CancellationToken cancellationToken);

    Task<bool> ChangeAsync(string pageId, string? token, SubscriptionChoice choice, CancellationToken cancellationToken);

    /// <summary>True also the second time.</summary>
    Task<bool> UnsubscribeAsync(string pageId, string purpose, string? token, CancellationToken cancellationToken);
}
