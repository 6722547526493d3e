namespace JsmConnector.AtlassianConnect.SignedWebhooks;

/// <summary>What the webhooks of one site are signed with.</summary>
/// <param name="Previous">Counts too until <paramref name="PreviousUntil"/>: a person needs time to type the new one into Jira.</param>
public sealed record WebhookSecrets(string Current, string? Previous, DateTimeOffset? PreviousUntil)
{
    public IReadOnlyList<string> Candidates(DateTimeOffset now) => Previous is { Length: > 0 } previous && PreviousUntil > now ? [Current, previous] : [Current];

    // A record prints its members; secrets must not end in a log that way.
    public override string ToString() => "WebhookSecrets";
}

/// <summary>The app's store of webhook secrets.</summary>
public interface IWebhookSecrets
{
    /// <returns>Null when no such site takes signed webhooks: unknown, removed, or installed by another door.</returns>
    /// <exception cref="Exception">The store is away: the sender is asked to come again, never refused for good.</exception>
    ValueTask<WebhookSecrets?> FindAsync(Guid installation, CancellationToken cancellationToken);

    /// <summary>Past the cache, for a sender who would be refused by what it holds. The implementation bounds how often.</summary>
    ValueTask<WebhookSecrets?> FindAgainAsync(Guid installation, CancellationToken cancellationToken) => FindAsync(installation, cancellationToken);
}
