using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;

namespace JsmConnector.AtlassianConnect.Authentication;

/// <param name="Reason">Stable code, for example `signature_invalid`.</param>
/// <param name="Door">Which check refused: the scheme, `lifecycle`, `permission`, `request`.</param>
/// <param name="Route">Pattern of the route, never the path as it came: a stranger writes no lines into our log.</param>
/// <param name="Claimed">What the caller claimed to be; nobody has checked it.</param>
public sealed record RefusedTally(string Reason, string Door, string Route, ClaimedToken? Claimed, int Count, DateTimeOffset LastAt);

/// <summary>A feature of the request once its refusal was told.</summary>
public sealed record RefusalTold(string Reason);

/// <summary>
/// The one place where a refused call is told: once to the log, with reason and door and nothing of the token, and counted for the
/// administrator of the site that the caller claimed to be. Counts live in this process and are bounded.
/// </summary>
public sealed partial class RefusedCalls(TimeProvider clock, ILogger<RefusedCalls> log)
{
    private const int Most = 2000;
    private readonly ConcurrentDictionary<(string Issuer, string Reason, string Route), RefusedTally> tallies = new();

    public void Tell(HttpContext context, string reason, string door, string? issuer = null)
    {
        var route = (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? "(no route)";
        Refused(reason, door, route);
        context.Features.Set(new RefusalTold(reason));
        var claimed = context.Features.Get<ClaimedToken>();
        var key = (issuer ?? claimed?.Issuer ?? "", reason, route);
        if (tallies.Count >= Most && !tallies.ContainsKey(key))
        {
            ForgetOldest();
        }

        var now = clock.GetUtcNow();
        tallies.AddOrUpdate(
            key,
            _ => new RefusedTally(reason, door, route, claimed, 1, now),
            (_, known) => known with { Claimed = claimed, Count = known.Count + 1, LastAt = now });
    }

    /// <summary>Under which names refusals of one site are counted: what a caller claims depends on the door.</summary>
    public static IEnumerable<string> Claims(string? clientKey, string? forgeInstallation, Guid installation) =>
        new[] { clientKey, forgeInstallation, ClaimOfInstallation(installation) }.OfType<string>();

    /// <summary>A signed webhook claims nothing but the address it was sent to, an API token nothing but itself.</summary>
    public static string ClaimOfInstallation(Guid installation) => $"installation:{installation}";

    /// <summary>The refusals of callers that claimed to be this issuer, newest first.</summary>
    public IReadOnlyList<RefusedTally> Of(string issuer) =>
        [.. tallies.Where(tally => tally.Key.Issuer == issuer).Select(tally => tally.Value).OrderByDescending(tally => tally.LastAt)];

    private void ForgetOldest()
    {
        foreach (var (key, _) in tallies.OrderBy(tally => tally.Value.LastAt).Take(Most / 4).ToArray())
        {
            tallies.TryRemove(key, out _);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Refused: {Reason} (door {Door}, route {Route})")]
    private partial void Refused(string reason, string door, string route);
}
