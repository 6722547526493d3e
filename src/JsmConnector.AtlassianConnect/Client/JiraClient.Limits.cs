namespace JsmConnector.AtlassianConnect.Client;

/// <summary>
/// Jira's three limits. A call whose scope rests is not made at all and answered as Jira would; nobody waits here, the row that wanted it comes back.
/// </summary>
public sealed partial class JiraClient
{
    /// <summary>How long work that can wait makes room once less than a fifth of the quota is left.</summary>
    private static readonly TimeSpan MakeRoom = TimeSpan.FromMinutes(5);

    private JiraLimit? Held(JiraCall call)
    {
        var now = clock.GetUtcNow();
        return call.Scopes.Select(limits.Last).Where(limit => limit?.Until > now).MaxBy(limit => limit!.Until);
    }

    private async Task<JiraResult<T>> RestAsync<T>(JiraCall call, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var (now, reason) = (clock.GetUtcNow(), JiraAnswer.Header(response, "RateLimit-Reason"));
        var scope = call.ScopeOf(reason);
        var limit = JiraLimit.After(limits.Last(scope), scope, reason, JiraAnswer.Delay(response, now), now, Random.Shared.NextDouble());
        await limits.HoldAsync(limit, cancellationToken);
        return new JiraResult<T>.RateLimited(limit.Until - now, reason);
    }

    private async Task<JiraResult<T>> ReadAsync<T>(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (JiraAnswer.Header(response, "X-RateLimit-NearLimit") is "true" && !ShouldSpareQuota)
        {
            await limits.HoldAsync(new JiraLimit(JiraCall.Background, now + MakeRoom, 1, "near the quota"), cancellationToken);
        }

        return await JiraAnswer.ReadAsync<T>(response, now, cancellationToken);
    }
}
