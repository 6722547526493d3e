namespace JsmConnector.Postmortems;

/// <summary>What the postmortem screen shows.</summary>
public abstract record PostmortemModel
{
    private PostmortemModel() { }

    /// <param name="progress">Null when the incident gets none, or none yet.</param>
    public static PostmortemModel Of(string issueKey, PostmortemProgress? progress) => progress?.Document is { } document
        ? new Written(issueKey, document, progress.DueAt)
        : new NotYet(issueKey, progress?.DueAt, progress?.Problem);

    public sealed record Written(string IssueKey, PostmortemDocument Document, DateTimeOffset? RefreshAt) : PostmortemModel;

    /// <param name="DueAt">When it will be; null when no time is set.</param>
    /// <param name="Problem">Why it is late.</param>
    public sealed record NotYet(string IssueKey, DateTimeOffset? DueAt, string? Problem) : PostmortemModel;

    /// <param name="Title">What is the case.</param>
    /// <param name="Mend">What the reader can do.</param>
    public sealed record Refused(string Title, string Mend) : PostmortemModel;
}
