using JsmConnector.Deliveries;
using JsmConnector.Incidents;
using JsmConnector.Installations.Settings;
using JsmConnector.Platform.Database;
using JsmConnector.Postmortems.Rendering;
using JsmConnector.Postmortems.Review;
using JsmConnector.Postmortems.Versions;
using Microsoft.EntityFrameworkCore;

namespace JsmConnector.Postmortems;

/// <summary>
/// Stores what a run wrote, with the wish for a link on the ticket, in one transaction and only under the run's lease. What a person saved while
/// the run was writing is read again and kept: the run renews the parts that are its own and puts its version on top.
/// </summary>
public sealed class StorePostmortem(JsmConnectorContext database, ClaimPostmortem claims, CurrentSettings settings, DeliveriesBell bell, TimeProvider clock)
{
    private const int MostTries = 20;

    public async Task StoreAsync(PostmortemClaim claim, Incident incident, Written.Documents documents, string templates, string? gap, CancellationToken cancellationToken)
    {
        for (var tries = 0; tries < MostTries; tries++)
        {
            if (await TryAsync(claim, incident, documents, templates, gap, cancellationToken))
                return;
        }
        throw new InvalidOperationException("People save faster than the app can add its facts.");
    }

    /// <returns>False when a person saved in between.</returns>
    private async Task<bool> TryAsync(PostmortemClaim claim, Incident incident, Written.Documents documents, string templates, string? gap, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var held = await claims.Held(claim).AsNoTracking()
            .Select(p => new { p.Version, p.State, p.InternalMarkdown, p.ExternalMarkdown, p.PeopleWroteInternal, p.PeopleWroteExternal }).FirstOrDefaultAsync(cancellationToken);
        if (held is null)
            return true;
        var words = new MachineWords(documents.Internal.Regions, documents.External.Regions);
        var inside = Decide(held.State, held.InternalMarkdown, held.PeopleWroteInternal, documents.Internal);
        var outside = Decide(held.State, held.ExternalMarkdown, held.PeopleWroteExternal, documents.External);
        var (state, problem) = (held.State == PostmortemState.Scheduled ? PostmortemState.Draft : held.State, gap);
        var isNew = held.Version == 0 || inside != held.InternalMarkdown || outside != held.ExternalMarkdown;
        var number = isNew ? held.Version + 1 : held.Version;

        var review = (await settings.GetAsync(incident.InstallationId, cancellationToken)).Postmortems.Review;
        DateTimeOffset? dueAt = incident.ResolvedAt is { } resolvedAt ? ReviewDue.Of(resolvedAt, incident.WorstSeverity.Level, review) : null;
        await using var transaction = await database.Database.BeginTransactionAsync(cancellationToken);
        var stored = await claims.Held(claim).Where(p => p.Version == held.Version && p.State == held.State).ExecuteUpdateAsync(set => set
            .SetProperty(p => p.State, state)
            .SetProperty(p => p.Version, number)
            .SetProperty(p => p.InternalMarkdown, inside)
            .SetProperty(p => p.ExternalMarkdown, outside)
            .SetProperty(p => p.ReviewDueAt, dueAt)
            .SetProperty(p => p.Reminded, p => p.ReviewDueAt == dueAt ? p.Reminded : ReviewReminder.None)
            .SetProperty(p => p.Regions, words.ToJson())
            .SetProperty(p => p.Facts, documents.FactsJson)
            .SetProperty(p => p.SecondsToAcknowledge, Seconds(documents.Facts.Moments.ToAcknowledge))
            .SetProperty(p => p.SecondsToResolve, Seconds(documents.Facts.Moments.ToResolve))
            .SetProperty(p => p.SecondsToFirstWord, Seconds(documents.Facts.Voice.ToFirstWord))
            .SetProperty(p => p.TemplateVersion, p => p.PeopleWroteInternal || p.PeopleWroteExternal ? p.TemplateVersion : templates)
            .SetProperty(p => p.Generation, p => p.Generation + 1)
            .SetProperty(p => p.GeneratedAt, now)
            .SetProperty(p => p.DueAt, (DateTimeOffset?)null)
            .SetProperty(p => p.Attempts, 0)
            .SetProperty(p => p.Problem, problem)
            .SetProperty(p => p.Lease, (Guid?)null)
            .SetProperty(p => p.LeasedUntil, (DateTimeOffset?)null), cancellationToken);
        if (stored == 0)
            return false;
        if (isNew)
        {
            database.Add(new PostmortemVersion
            {
                InstallationId = incident.InstallationId,
                IncidentId = incident.Id,
                Number = number,
                Reason = held.Version == 0 ? VersionReason.Generated : VersionReason.Refreshed,
                At = now,
                State = state,
                InternalMarkdown = inside,
                ExternalMarkdown = outside,
            });
        }
        database.Add(Delivery.Of(incident.InstallationId, LinkPostmortem.Planned(incident), clock));
        await database.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        bell.Ring();
        return true;
    }

    private static int? Seconds(TimeSpan? length) => length is { } known ? (int)Math.Min(known.TotalSeconds, int.MaxValue) : null;

    /// <summary>
    /// Pure. Where nobody wrote yet, the whole document is the machine's. Afterwards only its own parts are renewed, and from the review on not even
    /// these by themselves: people agree to a text, not to one that changes under their hands.
    /// </summary>
    internal static string Decide(PostmortemState state, string? held, bool wrotePeople, RenderedDocument document) => (held, state) switch
    {
        (null, _) => document.Markdown,
        (_, PostmortemState.Scheduled or PostmortemState.Draft) => wrotePeople ? LivingDocument.Refresh(held, document.Regions).Markdown : document.Markdown,
        _ => held,
    };
}
