using System.Globalization;
using JsmConnector.Incidents;

namespace JsmConnector.PortalAnnouncements.Assisted;

public enum PostingState
{
    ToPost,
    Posted,

    /// <summary>Newer words exist than those that stand in the help center.</summary>
    ToRenew,
    ToRemove,
}

/// <param name="Text">What to paste; for one that must be removed, what stands there.</param>
public sealed record AssistedAnnouncement(IncidentId IncidentId, string Title, PostingState State, string Text, DateTimeOffset? PostedAt)
{
    public bool NeedsAPerson => State != PostingState.Posted;

    /// <summary>Pure: what a person should do about one incident. Jira offers apps no interface for the help center's announcement.</summary>
    /// <param name="wanted">What the portal should say; null when nothing any more.</param>
    /// <returns>Null when there is nothing to do and nothing stands there.</returns>
    public static AssistedAnnouncement? Of(PortalAnnouncement? wanted, ManualPosting? posting, string appUrl)
    {
        var standing = posting is { RemovedAt: null } ? posting : null;
        if (wanted is null or { EndedAt: not null })
            return standing is null ? null : new AssistedAnnouncement(standing.IncidentId, standing.Title, PostingState.ToRemove, standing.Text, standing.PostedAt);
        var text = TextOf(wanted, appUrl);
        var state = standing is null ? PostingState.ToPost : standing.Text == text ? PostingState.Posted : PostingState.ToRenew;
        return new AssistedAnnouncement(wanted.IncidentId, wanted.Title, state, text, standing?.PostedAt);
    }

    private static string TextOf(PortalAnnouncement wanted, string appUrl)
    {
        string?[] lines =
        [
            wanted.Title,
            wanted.Words,
            // Words that we wrote ourselves name the time already.
            wanted.NextUpdateAt is { } next && !wanted.Words.Contains("Next update by", StringComparison.Ordinal) ? $"Next update by {next.ToUniversalTime().ToString("d MMM yyyy, HH:mm 'UTC'", CultureInfo.InvariantCulture)}." : null,
            wanted.StatusPagePath is { } path ? $"Live status: {appUrl.TrimEnd('/')}{path}" : null,
        ];
        return string.Join("\n\n", lines.OfType<string>()).ReplaceLineEndings("\n");
    }
}
