using JsmConnector.Incidents;
using JsmConnector.Installations.Settings;
using JsmConnector.Platform.Secrets;

namespace JsmConnector.Notifications.Subscribers;

/// <summary>
/// Whether a subscriber may still read his page. A subscription is an output of the page like any other: behind a door that is shut it says nothing. In a scope that
/// has entered the site.
/// </summary>
public sealed class SubscriberDoor(CurrentSettings settings, IPageDoors doors, SecretBox secrets)
{
    public const string LinkIsShut = "The access link by which the reader came is withdrawn or has run out.";

    /// <returns>Why nothing may be told; null when the page is open to the reader.</returns>
    public async Task<string?> WhyShutAsync(Subscriber subscriber, CancellationToken cancellationToken)
    {
        var pages = (await settings.GetAsync(subscriber.InstallationId, cancellationToken)).StatusPages;
        var page = pages.FirstOrDefault(page => page.Id == subscriber.PageId)?.Page ?? PageSettings.Default;
        if (page.Access == PageSettings.Default.Access)
            return null;
        if (subscriber.AccessLinkId is { } link)
            return (await doors.OpenLinksAsync(subscriber.PageId, cancellationToken)).Contains(link) ? null : LinkIsShut;
        // A confirmed mailbox on the list of readers is as good as a sign-in: only its holder could confirm.
        var sealedAddress = subscriber.SignedInAs ?? (subscriber.Kind == "email" ? subscriber.Address : null);
        return sealedAddress is not null && secrets.Open(sealedAddress, Subscriber.SealedFor(subscriber.InstallationId)) is { } address && PageReaders.Has(page, address)
            ? null
            : "The page is not public, and the reader is not on its list.";
    }
}
