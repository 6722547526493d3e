using Hangfire;
using JsmConnector.Deliveries;
using JsmConnector.Incidents;
using JsmConnector.Platform.Database;
using JsmConnector.Postmortems.Facts;
using JsmConnector.Postmortems.Rendering;
using Microsoft.EntityFrameworkCore;

namespace JsmConnector.Postmortems;

/// <summary>
/// Writes the postmortem of one incident, once for each resolution. Scheduled by <see cref="SchedulePostmortem"/> and, should that job be lost, run
/// by <see cref="SweepPostmortems"/>. The documents and the wish for a link on the ticket are stored in one transaction.
/// </summary>
public sealed partial class GeneratePostmortem(IServiceScopeFactory scopes, DeliveriesBell bell, TimeProvider clock, ILogger<GeneratePostmortem> logger)
{
    /// <summary>Waits between tries while Jira does not answer; after them the document is written without Jira's history and says so.</summary>
    public static readonly IReadOnlyList<TimeSpan> Pauses = [TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(15)];

    private const int MostAttempts = 10;

    [JobDisplayName("Generate postmortem {1}")]
    [AutomaticRetry(Attempts = 0)]
    public Task RunAsync(Guid installation, Guid incident) => RunAsync(new InstallationId(installation), new IncidentId(incident), CancellationToken.None);

    public async Task RunAsync(InstallationId installation, IncidentId id, CancellationToken cancellationToken)
    {
        await using var scope = scopes.Enter(installation);
        var claims = scope.ServiceProvider.GetRequiredService<ClaimPostmortem>();
        if (await claims.TakeAsync(id, cancellationToken) is not { } claim)
            return;
        try
        {
            await WriteAsync(scope.ServiceProvider, claims, claim, cancellationToken);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            LogInterrupted(logger, exception, id.Value, installation);
            await AgainAsync(claims, claim, null, $"Writing was interrupted: {exception.GetType().Name}.", cancellationToken);
        }
    }

    private async Task WriteAsync(IServiceProvider services, ClaimPostmortem claims, PostmortemClaim claim, CancellationToken cancellationToken)
    {
        var database = services.GetRequiredService<JsmConnectorContext>();
        var incident = await database.Set<Incident>().AsNoTracking().FirstAsync(i => i.Id == claim.IncidentId, cancellationToken);
        if (incident.Stage != Stage.Resolved)
        {
            // Reopened a moment ago; its delivery takes the row back.
            await claims.PutBackAsync(claim, clock.GetUtcNow() + Pauses[0], "The incident was reopened.", cancellationToken);
            return;
        }

        var load = services.GetRequiredService<LoadIncidentRecord>();
        var answer = await services.GetRequiredService<ReadTicketHistory>()
            .AskAsync(incident.InstallationId, incident.IssueId, await load.SiteUrlAsync(incident.InstallationId, cancellationToken), cancellationToken);
        if (answer is HistoryAnswer.Later(var because, var delay) && claim.Attempts <= Pauses.Count)
        {
            await AgainAsync(claims, claim, delay, $"{because.Because()}.", cancellationToken);
            return;
        }

        var final = answer switch
        {
            HistoryAnswer.Final known => known,
            HistoryAnswer.Later(var why, _) => new HistoryAnswer.Final(new TicketHistory.Missing(why), TicketSurroundings.Unknown),
            _ => throw new InvalidOperationException("An answer is final or comes later."),
        };
        var record = await load.LoadAsync(incident, final, cancellationToken);
        switch (WritePostmortem.From(record, ChosenTemplates.BuiltIn(incident.Class, DocumentWords.DefaultLanguage)))
        {
            case Written.Documents documents:
                await StoreAsync(database, claims, claim, incident, documents, (final.History as TicketHistory.Missing)?.Why.Because(), cancellationToken);
                break;
            case Written.Failed(var problem):
                await AgainAsync(claims, claim, null, problem.ToString(), cancellationToken);
                break;
        }
    }

    private async Task StoreAsync(
        JsmConnectorContext database, ClaimPostmortem claims, PostmortemClaim claim, Incident incident, Written.Documents documents, string? gap,
        CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var problem = gap is null ? null : $"Written without Jira's own history, because {gap}.";
        var version = ChosenTemplates.BuiltIn(incident.Class, DocumentWords.DefaultLanguage).Version;
        // What people have taken on (in review and later) is not overwritten: only the facts are renewed.
        var isOurs = claim.State is PostmortemState.Scheduled or PostmortemState.Draft;
        var held = await claims.Held(claim).AsNoTracking().Select(p => new { p.InternalMarkdown, p.ExternalMarkdown }).FirstOrDefaultAsync(cancellationToken);
        var (inside, outside) = (Renewed(held?.InternalMarkdown, documents.Internal), Renewed(held?.ExternalMarkdown, documents.External));
        await using var transaction = await database.Database.BeginTransactionAsync(cancellationToken);
        var stored = await claims.Held(claim).ExecuteUpdateAsync(set => set
            .SetProperty(p => p.State, p => isOurs ? PostmortemState.Draft : p.State)
            .SetProperty(p => p.InternalMarkdown, p => isOurs ? inside : p.InternalMarkdown)
            .SetProperty(p => p.ExternalMarkdown, p => isOurs ? outside : p.ExternalMarkdown)
            .SetProperty(p => p.Facts, documents.FactsJson)
            .SetProperty(p => p.TemplateVersion, p => isOurs ? version : p.TemplateVersion)
            .SetProperty(p => p.Generation, p => p.Generation + 1)
            .SetProperty(p => p.GeneratedAt, now)
            .SetProperty(p => p.DueAt, (DateTimeOffset?)null)
            .SetProperty(p => p.Attempts, 0)
            .SetProperty(p => p.Problem, problem)
            .SetProperty(p => p.Lease, (Guid?)null)
            .SetProperty(p => p.LeasedUntil, (DateTimeOffset?)null), cancellationToken);
        if (stored == 0)
            return;
        database.Add(Delivery.Of(incident.InstallationId, LinkPostmortem.Planned(incident), clock));
        await database.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        bell.Ring();
    }

    private static string Renewed(string? held, RenderedDocument document) =>
        held is null || LivingDocument.RegionsIn(held).Count == 0 ? document.Markdown : LivingDocument.Refresh(held, document.Regions).Markdown;

    private Task AgainAsync(ClaimPostmortem claims, PostmortemClaim claim, TimeSpan? atLeast, string problem, CancellationToken cancellationToken)
    {
        if (claim.Attempts >= MostAttempts)
            return claims.PutBackAsync(claim, null, $"Given up after {MostAttempts} tries. {problem}", cancellationToken);
        var pause = Pauses[Math.Min(claim.Attempts, Pauses.Count) - 1];
        return claims.PutBackAsync(claim, clock.GetUtcNow() + (atLeast > pause ? atLeast.Value : pause), problem, cancellationToken);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Writing the postmortem of incident {Incident} of installation {Installation} was interrupted")]
    private static partial void LogInterrupted(ILogger logger, Exception exception, Guid incident, InstallationId installation);
}
