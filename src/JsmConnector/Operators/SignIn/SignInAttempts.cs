using System.Collections.Concurrent;

namespace JsmConnector.Operators.SignIn;

/// <summary>Counts who tries to sign in, in this process. A token cannot be guessed; this keeps strangers from making the database work.</summary>
public sealed class SignInAttempts(TimeProvider clock)
{
    public const int Most = 10;
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(10);

    private const int MostCallers = 10_000;
    private readonly ConcurrentDictionary<string, (int Count, DateTimeOffset Until)> _callers = new(StringComparer.Ordinal);

    /// <returns>How long the caller must wait; null when he may try.</returns>
    public TimeSpan? Count(string caller)
    {
        var now = clock.GetUtcNow();
        if (_callers.Count > MostCallers)
            _callers.Clear();
        var (count, until) = _callers.AddOrUpdate(caller, (1, now + Window), (_, known) => known.Until <= now ? (1, now + Window) : (known.Count + 1, known.Until));
        return count > Most ? until - now : null;
    }
}
