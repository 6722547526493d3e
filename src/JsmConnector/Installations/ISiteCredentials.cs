using JsmConnector.AtlassianConnect.Client;

namespace JsmConnector.Installations;

/// <summary>
/// One way by which a site has let us in (Connect, Forge, signed webhooks) offers what it knows for calling the site back. Registered as
/// <c>services.AddScoped&lt;ISiteCredentials, …&gt;()</c>; asked for each piece of work, in a scope that has entered the installation.
/// </summary>
public interface ISiteCredentials
{
    /// <param name="site">Enabled; not tracked.</param>
    /// <returns>Null when this way does not lead to the site: it never came through this door, or its token has run out.</returns>
    ValueTask<OfferedCredentials?> OfferAsync(Installation site, CancellationToken cancellationToken);
}

/// <param name="ReceivedAt">When we got the credential from its owner. Of several usable ones the newest is taken.</param>
/// <param name="GoodUntil">When it runs out; null when that is not known. One that ends within a minute is passed over while there is another.</param>
/// <param name="IsDoubted">Jira refused it lately: taken only when there is no other.</param>
public sealed record OfferedCredentials(JiraCredentials Credentials, DateTimeOffset ReceivedAt, DateTimeOffset? GoodUntil = null, bool IsDoubted = false)
{
    private static readonly TimeSpan Enough = TimeSpan.FromMinutes(1);

    /// <summary>A Connect secret lasts, a Forge token is new every hour: whichever reached us last is the least likely to be refused.</summary>
    /// <returns>All that have not run out, the best first.</returns>
    public static IReadOnlyList<JiraCredentials> BestFirst(IEnumerable<OfferedCredentials> offers, DateTimeOffset now) => [.. offers
        .Where(offer => !(offer.GoodUntil <= now))
        .OrderBy(offer => offer.IsDoubted)
        .ThenByDescending(offer => !(offer.GoodUntil <= now + Enough))
        .ThenByDescending(offer => offer.ReceivedAt)
        .Select(offer => offer.Credentials)];
}
