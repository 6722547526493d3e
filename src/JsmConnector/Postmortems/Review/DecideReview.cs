namespace JsmConnector.Postmortems.Review;

/// <summary>What people do with a postmortem as a whole.</summary>
public enum ReviewMove
{
    Submit,
    SendBack,
    Approve,
    Publish,
    Close,
    Reopen,
}

/// <param name="ApprovedBy">Whoever approved the version that stands now: approvals of another text do not count.</param>
/// <param name="Author">Whose words that version holds; null when only the app wrote.</param>
/// <param name="NeedsExternalWords">The incident was public, so readers outside wait for an account.</param>
/// <param name="Waiver">Why there will be none; null when nobody waived it.</param>
public sealed record ReviewSituation(
    PostmortemState State, IReadOnlyCollection<string> ApprovedBy, string? Author, bool NeedsExternalWords, bool ExternalWordsAreOut, string? Waiver, int ApprovalsNeeded, bool AuthorMayApprove);

public abstract record ReviewDecision
{
    private ReviewDecision() { }

    /// <param name="IsApproval">The person's approval is written down too.</param>
    public sealed record Allowed(PostmortemState State, bool IsApproval = false) : ReviewDecision;

    public sealed record Refused(string Reason, string Mend) : ReviewDecision;
}

/// <summary>
/// Pure: draft → in review → approved → published → closed, a way back from each, and nothing skipped. Everybody who may edit the ticket may move
/// its postmortem; who may approve depends on who wrote.
/// </summary>
public static class DecideReview
{
    public static ReviewDecision Of(ReviewSituation situation, ReviewMove move, string? by) => (move, situation.State) switch
    {
        (ReviewMove.Submit, PostmortemState.Draft) => new ReviewDecision.Allowed(PostmortemState.InReview),
        (ReviewMove.SendBack, PostmortemState.InReview or PostmortemState.Approved) => new ReviewDecision.Allowed(PostmortemState.Draft),
        (ReviewMove.Approve, PostmortemState.InReview) => Approve(situation, by),
        (ReviewMove.Publish, PostmortemState.Approved) => new ReviewDecision.Allowed(PostmortemState.Published),
        (ReviewMove.Close, PostmortemState.Published) => Close(situation),
        (ReviewMove.Reopen, PostmortemState.Published or PostmortemState.Closed) => new ReviewDecision.Allowed(PostmortemState.Draft),
        _ => new ReviewDecision.Refused($"A postmortem that is {situation.State.Label().ToLowerInvariant()} cannot be moved that way.", Next(situation.State)),
    };

    /// <summary>Moves that make sense now, whoever asks.</summary>
    public static IReadOnlyList<ReviewMove> From(PostmortemState state) => state switch
    {
        PostmortemState.Draft => [ReviewMove.Submit],
        PostmortemState.InReview => [ReviewMove.Approve, ReviewMove.SendBack],
        PostmortemState.Approved => [ReviewMove.Publish, ReviewMove.SendBack],
        PostmortemState.Published => [ReviewMove.Close, ReviewMove.Reopen],
        PostmortemState.Closed => [ReviewMove.Reopen],
        _ => [],
    };

    /// <summary>The state after the words changed: people agreed to another text.</summary>
    public static PostmortemState AfterEdit(PostmortemState state) =>
        state is PostmortemState.Approved or PostmortemState.Published ? PostmortemState.InReview : state;

    private static ReviewDecision Approve(ReviewSituation situation, string? by)
    {
        if (string.IsNullOrEmpty(by))
            return new ReviewDecision.Refused("Nobody in particular approves.", "Approve with an account of a person.");
        if (by == situation.Author && !situation.AuthorMayApprove)
            return new ReviewDecision.Refused("You wrote this version.", "Ask somebody else to read and approve it, or let an administrator allow it in the settings.");
        if (situation.ApprovedBy.Contains(by))
            return new ReviewDecision.Refused("You approved this version already.", "Wait for the others.");
        return new ReviewDecision.Allowed(situation.ApprovedBy.Count + 1 >= situation.ApprovalsNeeded ? PostmortemState.Approved : PostmortemState.InReview, true);
    }

    private static ReviewDecision Close(ReviewSituation situation) =>
        situation.NeedsExternalWords && !situation.ExternalWordsAreOut && string.IsNullOrWhiteSpace(situation.Waiver)
            ? new ReviewDecision.Refused("The account for customers is not out.", "Publish it, or waive it with a reason.")
            : new ReviewDecision.Allowed(PostmortemState.Closed);

    private static string Next(PostmortemState state) => From(state) is { Count: > 0 } moves
        ? $"Possible now: {string.Join(", ", moves.Select(move => move.Name()))}."
        : "Wait until it is written.";
}

public static class ReviewMoves
{
    /// <summary>The name used in JSON and forms.</summary>
    public static string Name(this ReviewMove move) => move == ReviewMove.SendBack ? "send_back" : move.ToString().ToLowerInvariant();

    public static ReviewMove? Find(string? name) => Enum.GetValues<ReviewMove>().Cast<ReviewMove?>().FirstOrDefault(move => move!.Value.Name() == name);

    public static string Label(this ReviewMove move) => move switch
    {
        ReviewMove.Submit => "Submit for review",
        ReviewMove.SendBack => "Send back",
        ReviewMove.Approve => "Approve this version",
        ReviewMove.Publish => "Mark as published",
        ReviewMove.Close => "Close",
        _ => "Open again",
    };
}
