using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;

namespace JsmConnector.IntegrationTests.Vendors;

/// <summary>
/// The three limits of Jira Cloud as they are in 2026: points per hour, a bucket for each endpoint and method, writes to one issue. Off until a test gives
/// it a clock. Every refusal is remembered: a good client causes hardly any.
/// </summary>
public sealed partial class FakeJiraLimits
{
    private readonly Lock _door = new();
    private readonly Dictionary<string, (double Left, DateTimeOffset At)> _buckets = [];
    private readonly Dictionary<string, List<DateTimeOffset>> _writes = [];
    private (DateTimeOffset Hour, int Used) _quota;

    public TimeProvider? Clock { get; set; }

    /// <summary>Points until the full hour.</summary>
    public int Quota { get; set; } = 65_000;

    /// <summary>Reasons of the refusals so far.</summary>
    public List<string> Refusals { get; } = [];

    public int PointsUsed => _quota.Used;

    /// <returns>False when the call was refused; the answer is complete then.</returns>
    public bool Admit(HttpContext context)
    {
        if (Clock is not { } clock)
            return true;
        lock (_door)
        {
            var (now, method, path) = (clock.GetUtcNow(), context.Request.Method, context.Request.Path.Value!);
            var refusal = OverQuota(now) ?? OverBurst($"{method} {Numbers().Replace(path, "{}")}", now) ?? OverWrites(method, path, now);
            if (refusal is not var (reason, wait))
                return true;
            Refusals.Add(reason);
            context.Response.StatusCode = 429;
            context.Response.Headers["RateLimit-Reason"] = reason;
            context.Response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
            context.Response.Headers["X-RateLimit-Reset"] = (now + wait).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
            return false;
        }
    }

    /// <summary>A call costs 1 and 1 more for each object in its answer; a write costs 1.</summary>
    public void Charge(HttpContext context, int objects)
    {
        if (Clock is null)
            return;
        lock (_door)
        {
            _quota.Used += 1 + objects;
            if (_quota.Used > Quota * 0.8)
                context.Response.Headers["X-RateLimit-NearLimit"] = "true";
        }
    }

    private (string, TimeSpan)? OverQuota(DateTimeOffset now)
    {
        var hour = new DateTimeOffset(now.Year, now.Month, now.Day, now.Hour, 0, 0, TimeSpan.Zero);
        if (_quota.Hour != hour)
            _quota = (hour, 0);
        return _quota.Used < Quota ? null : ("jira-quota-tenant-based", hour.AddHours(1) - now);
    }

    private (string, TimeSpan)? OverBurst(string endpoint, DateTimeOffset now)
    {
        var rate = endpoint switch
        {
            "GET /rest/api/3/issue/{}" => 150,
            _ when endpoint.StartsWith("PUT", StringComparison.Ordinal) || endpoint.StartsWith("DELETE", StringComparison.Ordinal) => 50,
            _ => 100,
        };
        var (left, at) = _buckets.TryGetValue(endpoint, out var bucket) ? bucket : (rate, now);
        left = Math.Min(rate, left + ((now - at).TotalSeconds * rate));
        _buckets[endpoint] = left < 1 ? (left, now) : (left - 1, now);
        return left < 1 ? ("jira-burst-based", TimeSpan.FromSeconds(1)) : null;
    }

    private (string, TimeSpan)? OverWrites(string method, string path, DateTimeOffset now)
    {
        if (method == "GET" || Issue().Match(path) is not { Success: true } match)
            return null;
        if (!_writes.TryGetValue(match.Groups["id"].Value, out var times))
            _writes[match.Groups["id"].Value] = times = [];
        if (times.Count(at => at > now.AddSeconds(-2)) >= 20 || times.Count(at => at > now.AddSeconds(-30)) >= 100)
            return ("jira-per-issue-on-write", TimeSpan.FromSeconds(2));
        times.Add(now);
        return null;
    }

    [GeneratedRegex(@"(?<=/)\d+(?=/|$)(?<!/api/\d)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Numbers();

    [GeneratedRegex(@"/issue/(?<id>\w+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Issue();
}
