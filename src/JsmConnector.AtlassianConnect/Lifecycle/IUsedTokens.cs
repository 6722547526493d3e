namespace JsmConnector.AtlassianConnect.Lifecycle;

/// <summary>
/// Remembers lifecycle tokens until they expire, over restarts and nodes: a second use of an install would put an old secret back.
/// </summary>
public interface IUsedTokens
{
    /// <param name="hash">SHA-256 of the token; the token itself is kept nowhere.</param>
    /// <param name="until">When the token is of no use any more, leeway included.</param>
    /// <returns>False when the token was used before. Two callers at the same moment: one gets true.</returns>
    /// <remarks>Throws when the store does not answer; the call then ends with 503 and can be sent again.</remarks>
    ValueTask<bool> TryUseAsync(string hash, DateTimeOffset until, CancellationToken cancellationToken);

    /// <summary>After a fault of ours: the same call may be sent again.</summary>
    ValueTask ForgetAsync(string hash, CancellationToken cancellationToken);
}
