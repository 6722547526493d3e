using JsmConnector.Deliveries;
using JsmConnector.Incidents;
using JsmConnector.Incidents.Publications;
using JsmConnector.Installations;
using JsmConnector.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace JsmConnector.Postmortems.Publishing;

/// <summary>Reads and writes the rows of publications while a place is being brought to its state.</summary>
public sealed class PublicationRows(JsmConnectorContext database, PostmortemAddress address, TimeProvider clock)
{
    private const int LongestProblem = 1000;

    /// <summary>How often a comment that should name the other places waits for them.</summary>
    private const int MostWaits = 4;
    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(15);

    /// <summary>Kept at once and not cancelled with the attempt.</summary>
    public PublicationMemory MemoryOf(Publication row) => new(row.Known, known => Row(row).ExecuteUpdateAsync(set => set
        .SetProperty(p => p.RemoteId, known.RemoteId)
        .SetProperty(p => p.RemoteVersion, known.RemoteVersion)
        .SetProperty(p => p.RemoteHash, known.RemoteHash)
        .SetProperty(p => p.Hash, known.Hash)
        .SetProperty(p => p.SendingHash, known.SendingHash)
        .SetProperty(p => p.Title, known.Title)
        .SetProperty(p => p.Url, known.Url), CancellationToken.None));

    /// <summary>What became of the wish, unless people wish something else by now: that has a delivery of its own.</summary>
    public async Task RecordAsync(Publication row, PublicationResult result, CancellationToken cancellationToken)
    {
        var (state, problem) = Judge(row, result);
        var (now, isDone) = (clock.GetUtcNow(), result is PublicationResult.Stands);
        await using var transaction = await database.Database.BeginTransactionAsync(cancellationToken);
        var recorded = await Row(row).Where(p => p.AskedAt == row.AskedAt && p.Wish == row.Wish && p.Version == row.Version).ExecuteUpdateAsync(set => set
            .SetProperty(p => p.State, state)
            .SetProperty(p => p.Problem, problem)
            .SetProperty(p => p.Overwrite, p => p.Overwrite && !isDone)
            .SetProperty(p => p.DoneAt, p => isDone ? now : p.DoneAt), cancellationToken);
        if (recorded > 0 && result is PublicationResult.Stands(_, var url, _) && row.State != state)
            await TellAsync(row, state, url, now, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    /// <summary>Where the incident's documents can be read: the pages that stand, and the app's own.</summary>
    public async Task<IReadOnlyList<string>> AddressesAsync(Incident incident, CancellationToken cancellationToken)
    {
        var site = await database.Set<Installation>().AsNoTracking().SingleAsync(i => i.Id == incident.InstallationId, cancellationToken);
        var standing = await database.Set<Publication>().AsNoTracking().Where(p => p.IncidentId == incident.Id && p.State == PublicationState.Published && p.Url != null && p.Target != PublicationPlaces.Ticket)
            .OrderBy(p => p.Document == Rendering.TemplateAudience.External).ThenBy(p => p.Target).Select(p => p.Url!).ToListAsync(cancellationToken);
        return [.. standing, await address.OfAsync(site, incident.IssueKey, cancellationToken)];
    }

    /// <summary>The word on the ticket names the other places, so it gives them a minute to be there.</summary>
    public async Task<PublicationResult?> OthersWaitAsync(Publication row, DeliveryAttempt attempt, CancellationToken cancellationToken) =>
        attempt.Number <= MostWaits && await database.Set<Publication>().AnyAsync(p => p.IncidentId == row.IncidentId && p.Target != row.Target && p.State == PublicationState.Waiting, cancellationToken)
            ? new PublicationResult.Later("Waits for the other places, to name them.", clock.GetUtcNow() + Wait)
            : null;

    private IQueryable<Publication> Row(Publication row) => database.Set<Publication>().Where(p => p.IncidentId == row.IncidentId && p.Target == row.Target);

    private static (PublicationState State, string? Problem) Judge(Publication row, PublicationResult result) => result switch
    {
        PublicationResult.Stands(_, _, var note) => (row.Wish switch
        {
            PublicationWish.Draft => PublicationState.Draft,
            PublicationWish.Withdrawn => PublicationState.Withdrawn,
            _ => PublicationState.Published,
        }, note),
        PublicationResult.ChangedThere(var what) => (PublicationState.Changed, what),
        PublicationResult.NotWanted(var why) => (PublicationState.NotWanted, why),
        PublicationResult.Held(var why) => (PublicationState.Held, Fit(why)),
        PublicationResult.Later(var reason, _) => (PublicationState.Waiting, Fit(reason)),
        PublicationResult.Never(var reason) => (PublicationState.Failed, Fit(reason)),
        _ => throw new InvalidOperationException("Unknown result."),
    };

    private static string Fit(string text) => text.Length <= LongestProblem ? text : text[..LongestProblem];

    /// <summary>The incident's timeline tells it, and the postmortem leads to it.</summary>
    private async Task TellAsync(Publication row, PublicationState state, string? url, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var issue = await database.Set<Incident>().Where(i => i.Id == row.IncidentId).Select(i => i.IssueId).FirstAsync(cancellationToken);
        await Timeline.AppendAsync(database, row.InstallationId, issue,
        [
            new TimelineFact
            {
                Key = $"publication/{row.Target}/{row.Version}/{row.Wish}/{row.AskedAt.UtcTicks}",
                At = now,
                Kind = "postmortem",
                Text = $"{PublicationPlace.LabelOf(row.Target)}: version {row.Version} of the {(row.Document == Rendering.TemplateAudience.External ? "account for customers" : "postmortem")} is {state.ToString().ToLowerInvariant()}.",
                Visibility = Visibility.Internal,
                Actor = row.AskedBy,
                Evidence = $"postmortem/{row.Version}",
                AsOf = now,
            },
        ], cancellationToken);
        await database.SaveChangesAsync(cancellationToken);
        if (url is not null && state == PublicationState.Published)
            await AddLink.AddAsync(database, row.InstallationId, row.IncidentId, url, cancellationToken);
    }
}
