using System.Globalization;

namespace JsmConnector.Webhooks.Reconciliation;

/// <summary>The question to Jira: what was edited since?</summary>
public static class ChangedSince
{
    /// <summary>As long as the keys of processed webhooks are kept: what was seen once is not taken twice.</summary>
    public static readonly TimeSpan Furthest = SweepInbox.KeysKept;

    /// <summary>
    /// Minutes counted back from Jira's own now: JQL reads a date in the time zone of the asking account, and its clock is not ours. Oldest first, so that
    /// a ticket edited during the search moves to its end and is not missed. Types of projects that hold no service tickets are left out by name, since
    /// a site refuses a query that names a type it does not have.
    /// </summary>
    public static string Query(DateTimeOffset seenUntil, TimeSpan overlap, DateTimeOffset now)
    {
        var back = now - seenUntil + overlap;
        var minutes = (long)Math.Ceiling((back < overlap ? overlap : back > Furthest ? Furthest : back).TotalMinutes);
        return $"projectType not in (software, business) AND updated >= -{minutes.ToString(CultureInfo.InvariantCulture)}m ORDER BY updated ASC";
    }
}
