using JsmConnector.Incidents;
using JsmConnector.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace JsmConnector.Postmortems.Versions;

/// <param name="Author">Account id; null for the app.</param>
public sealed record VersionLine(int Number, VersionReason Reason, string? Author, string? Note, DateTimeOffset At, PostmortemState State);

/// <summary>Both documents, compared with those of another version.</summary>
public sealed record VersionDiff(int From, int To, IReadOnlyList<DiffHunk> Internal, IReadOnlyList<DiffHunk> External)
{
    public bool IsEmpty => Internal.Count == 0 && External.Count == 0;

    public static VersionDiff Of(PostmortemVersion from, PostmortemVersion to) => new(
        from.Number, to.Number, DiffTexts.Of(from.InternalMarkdown, to.InternalMarkdown), DiffTexts.Of(from.ExternalMarkdown, to.ExternalMarkdown));
}

/// <summary>The history of a postmortem. The caller has checked that the reader may see the ticket.</summary>
public sealed class ReadVersions(JsmConnectorContext database)
{
    public const int Most = 500;

    /// <summary>Newest first, without the texts.</summary>
    public async Task<IReadOnlyList<VersionLine>> ListAsync(IncidentId incident, CancellationToken cancellationToken) =>
        await database.Set<PostmortemVersion>().AsNoTracking().Where(v => v.IncidentId == incident).OrderByDescending(v => v.Number).Take(Most)
            .Select(v => new VersionLine(v.Number, v.Reason, v.Author, v.Note, v.At, v.State)).ToListAsync(cancellationToken);

    public Task<PostmortemVersion?> FindAsync(IncidentId incident, int number, CancellationToken cancellationToken) =>
        database.Set<PostmortemVersion>().AsNoTracking().FirstOrDefaultAsync(v => v.IncidentId == incident && v.Number == number, cancellationToken);

    /// <summary>From the newest at or before <paramref name="from"/>: numbers in between may be gone.</summary>
    /// <returns>Null when one of both does not exist.</returns>
    public async Task<VersionDiff?> CompareAsync(IncidentId incident, int from, int to, CancellationToken cancellationToken) =>
        await AtOrBeforeAsync(incident, from, cancellationToken) is { } before && await FindAsync(incident, to, cancellationToken) is { } after ? VersionDiff.Of(before, after) : null;

    private Task<PostmortemVersion?> AtOrBeforeAsync(IncidentId incident, int number, CancellationToken cancellationToken) =>
        database.Set<PostmortemVersion>().AsNoTracking().Where(v => v.IncidentId == incident && v.Number <= number).OrderByDescending(v => v.Number).FirstOrDefaultAsync(cancellationToken);
}
