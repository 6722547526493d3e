using JsmConnector.Incidents;
using JsmConnector.Platform.Database;
using JsmConnector.Postmortems.Facts;
using JsmConnector.Postmortems.Rendering;
using JsmConnector.Postmortems.Review;
using JsmConnector.Postmortems.Versions;
using Microsoft.EntityFrameworkCore;

namespace JsmConnector.Postmortems;

/// <summary>A postmortem for reading. The caller has checked that the reader may see the ticket.</summary>
/// <param name="IsStale">The incident was reopened after this was written.</param>
public sealed record PostmortemDocument(
    PostmortemState State, string Internal, string External, IReadOnlyList<string> Links, int Generation, DateTimeOffset GeneratedAt, bool IsStale, string? Problem)
{
    /// <summary>Number of the newest version: whoever changes it says which one they began with.</summary>
    public required int Version { get; init; }

    /// <summary>As stored, with the marks of the regions: for editing.</summary>
    public required string InternalSource { get; init; }
    public required string ExternalSource { get; init; }

    /// <summary>Parts that people changed and the facts changed too.</summary>
    public IReadOnlyList<OpenConflict> Conflicts { get; init; } = [];

    /// <summary>The app's own parts could be renewed: from the review on it waits to be asked.</summary>
    public bool FactsAreNewer { get; init; }
    public DateTimeOffset? ReviewDueAt { get; init; }

    /// <summary>Of the text as it stands.</summary>
    public IReadOnlyList<ApprovalLine> Approvals { get; init; } = [];
    public string? Waiver { get; init; }
    public IReadOnlyList<string> CauseCategories { get; init; } = [];
    public IReadOnlyList<string> ContributingFactors { get; init; } = [];
    public IReadOnlyList<Correction> Corrections { get; init; } = [];
}

/// <param name="By">Account id.</param>
public sealed record ApprovalLine(string By, DateTimeOffset At);

/// <param name="DueAt">When it will be written; null when it was, or never will be.</param>
public sealed record PostmortemProgress(PostmortemDocument? Document, DateTimeOffset? DueAt, string? Problem);

/// <summary>The one query that screens and the API read postmortems with.</summary>
public sealed class ReadPostmortem(JsmConnectorContext database)
{
    /// <returns>Null until one was written.</returns>
    public async Task<PostmortemDocument?> DocumentAsync(IncidentId incident, CancellationToken cancellationToken) =>
        (await ProgressAsync(incident, cancellationToken))?.Document;

    /// <returns>Null when the incident gets none, or none yet.</returns>
    public async Task<PostmortemProgress?> ProgressAsync(IncidentId incident, CancellationToken cancellationToken)
    {
        var row = await database.Set<Postmortem>().AsNoTracking().FirstOrDefaultAsync(p => p.IncidentId == incident, cancellationToken);
        if (row is null)
            return null;
        var approvals = await database.Set<PostmortemApproval>().AsNoTracking().Where(a => a.IncidentId == incident && a.Number == row.Version)
            .OrderBy(a => a.At).Select(a => new ApprovalLine(a.By, a.At)).ToListAsync(cancellationToken);
        return new PostmortemProgress(Document(row, approvals), row.DueAt, row.Problem);
    }

    private static PostmortemDocument? Document(Postmortem row, IReadOnlyList<ApprovalLine> approvals)
    {
        if (row.GeneratedAt is not { } at)
            return null;
        var (inside, outside) = (row.InternalMarkdown ?? "", row.ExternalMarkdown ?? "");
        var renewal = Renewal.Of(inside, outside, MachineWords.Parse(row.Regions));
        return new PostmortemDocument(
            row.State, LivingDocument.WithoutMarks(inside), LivingDocument.WithoutMarks(outside), row.Links, row.Generation, at, row.NeedsRefresh, row.Problem)
        {
            Version = row.Version,
            InternalSource = inside,
            ExternalSource = outside,
            Conflicts = renewal.Conflicts,
            ReviewDueAt = row.ReviewDueAt,
            Approvals = approvals,
            Waiver = row.Waiver,
            CauseCategories = row.CauseCategories,
            ContributingFactors = row.ContributingFactors,
            Corrections = CorrectMoments.Read(row.Corrections),
            FactsAreNewer = renewal.Internal != inside || renewal.External != outside,
        };
    }
}
