using System.Security.Cryptography;
using System.Text;
using JsmConnector.AtlassianConnect.Lifecycle;
using JsmConnector.Installations.Settings;
using JsmConnector.Notifications.Subscribers;

namespace JsmConnector.Notifications.ReaderSignIn;

/// <summary>By a one-time link in a mail; no password is ever stored or asked for.</summary>
public sealed class SignInReader(
    IServiceScopeFactory scopes, SubscriptionFlood flood, SendSignInLinks mail, SignInSeals seals, IUsedTokens used, TimeProvider clock) : IReaderSignIn
{
    public bool IsOffered(PageSettings page)
    {
        if (page is not { Access: "link", Readers.Count: > 0 })
            return false;
        using var scope = scopes.CreateScope();
        return scope.ServiceProvider.GetServices<INotificationChannel>().Any(channel => channel is { Kind: "email", IsReady: true });
    }

    public SignInAsked Ask(SignInWish wish)
    {
        if (PageReaders.Plain(wish.Address) is not { } address)
            return SignInAsked.NoAddress;
        if (!flood.Admit(wish.Place.Installation, $"sign-in/{wish.Place.PageId}", wish.From, clock.GetUtcNow()))
            return SignInAsked.TooMany;
        // Who is on the list is looked up behind the answer: how long the answer takes tells nothing either.
        return mail.TryQueue(wish with { Address = address }) ? SignInAsked.Asked : SignInAsked.TooMany;
    }

    public async Task<string?> RedeemAsync(SignInPlace place, PageSettings page, string? token, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (seals.OpenLink(place, token, now) is not var (address, until) || !PageReaders.Has(page, address))
            return null;
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token!)));
        return await used.TryUseAsync(hash, until, cancellationToken) ? seals.Session(place, address, now) : null;
    }

    public string? ReaderOf(SignInPlace place, PageSettings page, string? session, DateTimeOffset now) =>
        page.Readers.Count > 0 && seals.OpenSession(place, session, now) is var (address, _) && PageReaders.Has(page, address) ? address : null;
}
