namespace JsmConnector.AtlassianConnect.Client;

/// <summary>Something that rests because Jira said so.</summary>
/// <param name="Scope">See <see cref="JiraCall"/>.</param>
/// <param name="Until">No call before.</param>
/// <param name="Refusals">How many came without a quiet minute between them: each makes the rest longer.</param>
/// <param name="Reason">Jira's `RateLimit-Reason`.</param>
public sealed record JiraLimit(string Scope, DateTimeOffset Until, int Refusals, string? Reason)
{
    /// <summary>A refusal this soon after the last rest counts as one more of the same.</summary>
    public static readonly TimeSpan Memory = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan First = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    /// <summary>
    /// What a refusal means for its scope. The wait Jira asks for is the minimum, up to 1.3 times as long so that nodes and lanes do not come back
    /// together. Without one 5 s, doubled with each refusal up to 30 s, times 0.7 to 1.3; a quota without one rests to the next full hour, when it resets.
    /// </summary>
    /// <param name="last">The rest before this one, if any.</param>
    /// <param name="chance">From 0 to 1.</param>
    public static JiraLimit After(JiraLimit? last, string scope, string? reason, TimeSpan? asked, DateTimeOffset now, double chance)
    {
        var refusals = last is not null && last.Until > now - Memory ? last.Refusals + 1 : 1;
        var own = scope == JiraCall.Site ? UntilTheHour(now) : BackOff(refusals) * (0.7 + (0.6 * chance));
        var wait = asked switch
        {
            null => own,
            { } minimum when refusals == 1 || scope == JiraCall.Site => Spread(minimum),
            { } minimum => Spread(minimum) > own ? Spread(minimum) : own,
        };
        return new JiraLimit(scope, now + wait, refusals, reason);

        TimeSpan Spread(TimeSpan minimum) => minimum * (1 + (0.3 * chance));
    }

    private static TimeSpan BackOff(int refusals)
    {
        var pause = First * Math.Pow(2, Math.Min(refusals, 10) - 1);
        return pause < Longest ? pause : Longest;
    }

    private static TimeSpan UntilTheHour(DateTimeOffset now) => TimeSpan.FromHours(1) - TimeSpan.FromTicks(now.UtcTicks % TimeSpan.TicksPerHour);
}

/// <summary>The limits of one site. The app keeps them where all its nodes look; asking costs no round trip.</summary>
public interface IJiraLimits
{
    /// <returns>The last rest of the scope, also when it is over.</returns>
    JiraLimit? Last(string scope);

    /// <summary>Tells all nodes. Does not throw: a limit that could not be told is heard from Jira again.</summary>
    ValueTask HoldAsync(JiraLimit limit, CancellationToken cancellationToken);
}

/// <summary>Remembers for one client only.</summary>
public sealed class UnsharedLimits : IJiraLimits
{
    private readonly Dictionary<string, JiraLimit> limits = new(StringComparer.Ordinal);

    public JiraLimit? Last(string scope)
    {
        lock (limits)
        {
            return limits.GetValueOrDefault(scope);
        }
    }

    public ValueTask HoldAsync(JiraLimit limit, CancellationToken cancellationToken)
    {
        lock (limits)
        {
            limits[limit.Scope] = limit;
        }

        return ValueTask.CompletedTask;
    }
}
