using JsmConnector.Installations.Settings;
using JsmConnector.Platform.Database;

namespace JsmConnector.Notifications.ReaderSignIn;

/// <param name="PageId">Id of the page in the settings.</param>
/// <param name="Place">The address or host name that the reader came to: a session counts there and nowhere else.</param>
public sealed record SignInPlace(InstallationId Installation, string PageId, string Place) : IPublicData;

/// <param name="Url">Of the page, without a trailing slash.</param>
/// <param name="From">Where the request came from.</param>
public sealed record SignInWish(SignInPlace Place, PageSettings Page, string Name, string Url, string Address, string Language, string From) : IPublicData;

public enum SignInAsked
{
    /// <summary>Also when the address may not read: nobody learns who may.</summary>
    Asked,
    NoAddress,
    TooMany,
}

/// <summary>Readers of a page that is not public prove that they can read at an address on its list.</summary>
public interface IReaderSignIn : IPublicData
{
    static readonly TimeSpan SessionLife = TimeSpan.FromDays(30);

    /// <summary>The page names readers, and the operator has set up a mail server.</summary>
    bool IsOffered(PageSettings page);

    SignInAsked Ask(SignInWish wish);

    /// <returns>The session that a one-time link becomes; null when it is used, too old, or its address is not on the list any more.</returns>
    Task<string?> RedeemAsync(SignInPlace place, PageSettings page, string? token, CancellationToken cancellationToken);

    /// <summary>Asked at every request, of the list as it is now; needs no database.</summary>
    bool Opens(SignInPlace place, PageSettings page, string? session, DateTimeOffset now) => ReaderOf(place, page, session, now) is not null;

    /// <returns>The address of the reader whose session opens the page; null when it does not.</returns>
    string? ReaderOf(SignInPlace place, PageSettings page, string? session, DateTimeOffset now);
}
