using JsmConnector.Incidents;
using JsmConnector.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace JsmConnector.Postmortems.Versions;

/// <param name="Author">Account id; null for the app.</param>
public sealed record NewVersion(VersionReason Reason, string Internal, string External, string? Author, string? Note = null);

/// <summary>Puts a new version on top of the one it was made from, or does nothing: of two who began with the same version one wins, and the other is told.</summary>
public sealed class StoreVersion(JsmConnectorContext database, TenantScope tenant, TimeProvider clock)
{
    /// <returns>The number that stands now; null when <paramref name="basedOn"/> is no longer the newest, or nothing was written yet.</returns>
    public async Task<int?> TryAsync(IncidentId incident, int basedOn, NewVersion wanted, CancellationToken cancellationToken)
    {
        var rows = database.Set<Postmortem>().Where(p => p.IncidentId == incident && p.Version == basedOn && p.GeneratedAt != null);
        if (await rows.AsNoTracking().Select(p => new { p.State, p.InternalMarkdown, p.ExternalMarkdown }).FirstOrDefaultAsync(cancellationToken) is not { } held)
            return null;
        if (held.InternalMarkdown == wanted.Internal && held.ExternalMarkdown == wanted.External)
            return basedOn;
        var state = Review.DecideReview.AfterEdit(held.State);
        var isByPeople = wanted.Reason is VersionReason.Edited or VersionReason.Restored;
        var (wroteInside, wroteOutside) = (isByPeople && held.InternalMarkdown != wanted.Internal, isByPeople && held.ExternalMarkdown != wanted.External);
        await using var transaction = database.Database.CurrentTransaction is null ? await database.Database.BeginTransactionAsync(cancellationToken) : null;
        var taken = await rows.Where(p => p.State == held.State).ExecuteUpdateAsync(set => set
            .SetProperty(p => p.Version, p => p.Version + 1)
            .SetProperty(p => p.State, state)
            .SetProperty(p => p.PeopleWroteInternal, p => p.PeopleWroteInternal || wroteInside)
            .SetProperty(p => p.PeopleWroteExternal, p => p.PeopleWroteExternal || wroteOutside)
            .SetProperty(p => p.InternalMarkdown, wanted.Internal)
            .SetProperty(p => p.ExternalMarkdown, wanted.External), cancellationToken);
        if (taken == 0)
            return null;
        database.Add(new PostmortemVersion
        {
            InstallationId = tenant.Current,
            IncidentId = incident,
            Number = basedOn + 1,
            Reason = wanted.Reason,
            Author = wanted.Author,
            Note = wanted.Note,
            At = clock.GetUtcNow(),
            State = state,
            InternalMarkdown = wanted.Internal,
            ExternalMarkdown = wanted.External,
        });
        await database.SaveChangesAsync(cancellationToken);
        if (transaction is not null)
            await transaction.CommitAsync(cancellationToken);
        return basedOn + 1;
    }
}
