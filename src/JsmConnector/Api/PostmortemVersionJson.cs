using JsmConnector.Incidents;
using JsmConnector.Postmortems;
using JsmConnector.Postmortems.Rendering;
using JsmConnector.Postmortems.Review;
using JsmConnector.Postmortems.Versions;

namespace JsmConnector.Api;

public sealed record DiffLineJson(string Kind, string Text);

public sealed record DiffHunkJson(int OldStart, int NewStart, IReadOnlyList<DiffLineJson> Lines)
{
    public static IReadOnlyList<DiffHunkJson> From(IReadOnlyList<DiffHunk> hunks) =>
        [.. hunks.Select(hunk => new DiffHunkJson(hunk.OldStart, hunk.NewStart, [.. hunk.Lines.Select(line => new DiffLineJson(line.Kind.ToString().ToLowerInvariant(), line.Text))]))];
}

public sealed record VersionDiffJson(int From, int To, IReadOnlyList<DiffHunkJson> Internal, IReadOnlyList<DiffHunkJson> External)
{
    public static VersionDiffJson Of(VersionDiff diff) => new(diff.From, diff.To, DiffHunkJson.From(diff.Internal), DiffHunkJson.From(diff.External));
}

/// <param name="Author">Account id; null for the app.</param>
public sealed record VersionLineJson(int Number, string Reason, string? Author, string? Note, DateTimeOffset At, string State)
{
    public static VersionLineJson From(VersionLine line) => new(line.Number, line.Reason.ToString().ToLowerInvariant(), line.Author, line.Note, line.At, line.State.Name());
}

/// <param name="Document">`internal` or `external`.</param>
public sealed record ConflictJson(string Document, string Region, string Theirs, string Fresh, IReadOnlyList<DiffHunkJson> Diff)
{
    public static ConflictJson From(OpenConflict conflict) => new(
        conflict.Document == TemplateAudience.Internal ? "internal" : "external", conflict.Region, conflict.Theirs, conflict.Fresh,
        DiffHunkJson.From(DiffTexts.Of(conflict.Theirs, conflict.Fresh)));
}

/// <summary>A postmortem as an editor needs it: the texts with their marks, and what the facts say differently.</summary>
public sealed record EditablePostmortemJson(
    int Version, string State, MarkdownJson Internal, MarkdownJson External, IReadOnlyList<ConflictJson> Conflicts, bool FactsAreNewer, DateTimeOffset GeneratedAt, string? Problem,
    DateTimeOffset? ReviewDueAt, IReadOnlyList<ApprovalLine> Approvals, IReadOnlyList<string> Moves, string? Waiver, IReadOnlyList<string> CauseCategories,
    IReadOnlyList<string> ContributingFactors)
{
    public static EditablePostmortemJson From(PostmortemDocument document) => new(
        document.Version, document.State.Name(), new MarkdownJson(document.InternalSource), new MarkdownJson(document.ExternalSource),
        [.. document.Conflicts.Select(ConflictJson.From)], document.FactsAreNewer, document.GeneratedAt, document.Problem,
        document.ReviewDueAt, document.Approvals, [.. DecideReview.From(document.State).Select(move => move.Name())], document.Waiver, document.CauseCategories,
        document.ContributingFactors);
}

/// <param name="Version">The one you began with; the header `If-Match` does as well.</param>
/// <param name="Note">What changed, for the history.</param>
public sealed record EditPostmortemRequest(int? Version, MarkdownJson? Internal, MarkdownJson? External, string? Note);

/// <param name="Document">`internal` or `external`.</param>
/// <param name="Take">`facts` or `words`.</param>
public sealed record SettleConflictRequest(int? Version, string? Document, string? Take);

public sealed record OnVersionRequest(int? Version);
