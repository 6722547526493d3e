using JsmConnector.Incidents;
using JsmConnector.Incidents.Wording;

namespace JsmConnector.Tickets.PublicComments;

/// <summary>What keeps a comment from being published at once, where the site publishes comments, beside the checks of words. Pure.</summary>
public static class HoldComment
{
    /// <summary>Jira tells times to the millisecond, cut off.</summary>
    private static readonly TimeSpan Precision = TimeSpan.FromMilliseconds(1);

    /// <param name="lastSaidAt">When something was said in public last.</param>
    /// <param name="people">Names of those who reported the ticket or commented on it.</param>
    /// <returns>Null when a person need not look at it again.</returns>
    public static string? Because(CommentForCustomers.Words comment, Incident incident, DateTimeOffset? lastSaidAt, IEnumerable<string?> people)
    {
        if (IncidentClasses.OnlyPeopleSpeak(incident.Class))
            return "Only people speak about a security matter or a loss of data: it waits in its author's form beside the ticket.";
        if (comment.Editor is not null)
            return "Somebody else edited the comment: it waits in its author's form beside the ticket.";
        if (comment.WrittenAt is null)
            return "Jira does not say when the comment was written: it waits in its author's form beside the ticket.";
        if (lastSaidAt - comment.WrittenAt >= Precision)
            return "Something was said in public since the comment was written: it waits in its author's form beside the ticket.";
        return NamesInWords.Any(comment.Text, people) ? "The comment names a person of the ticket: it waits in its author's form beside the ticket." : null;
    }
}
