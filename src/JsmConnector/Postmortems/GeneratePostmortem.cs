using Hangfire;
using JsmConnector.Incidents;
using JsmConnector.Installations;
using JsmConnector.Installations.Settings;
using JsmConnector.Platform.Database;
using JsmConnector.Postmortems.Actions;
using JsmConnector.Postmortems.Facts;
using Microsoft.EntityFrameworkCore;

namespace JsmConnector.Postmortems;

/// <summary>
/// Writes the postmortem of one incident, once for each resolution. Scheduled by <see cref="SchedulePostmortem"/> and, should that job be lost, run
/// by <see cref="SweepPostmortems"/>. The documents and the wish for a link on the ticket are stored in one transaction.
/// </summary>
public sealed partial class GeneratePostmortem(IServiceScopeFactory scopes, TimeProvider clock, ILogger<GeneratePostmortem> logger)
{
    /// <summary>Waits between tries while Jira does not answer; after them the document is written without Jira's history and says so.</summary>
    public static readonly IReadOnlyList<TimeSpan> Pauses = [TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(15)];

    /// <summary>Of its own, so that a big day's postmortems never wait before, or instead of, other jobs.</summary>
    public const string Queue = "postmortems";

    private const int MostAttempts = 10;

    [Queue(Queue)]
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
        record = record with
        {
            Names = await services.GetRequiredService<PersonNames>().OfAsync(incident.InstallationId, [.. record.Entries.Where(MergeTimeline.IsNoteOfTheApp).Select(entry => entry.Actor), .. record.Updates.Select(update => update.Author)], cancellationToken),
        };
        var wanted = (await services.GetRequiredService<CurrentSettings>().GetAsync(incident.InstallationId, cancellationToken)).Postmortems;
        var gap = final.History is TicketHistory.Missing(var missing) ? $"Written without Jira's own history, because {missing.Because()}." : null;
        await WriteAsync(services, claims, claim, incident, record, ChosenTemplates.Of(incident, wanted), gap, cancellationToken);
    }

    /// <summary>A template of the site's own that fails holds nothing up: the app's takes its place, and the document says why.</summary>
    private async Task WriteAsync(
        IServiceProvider services, ClaimPostmortem claims, PostmortemClaim claim, Incident incident, IncidentRecord record, ChosenTemplates templates, string? gap,
        CancellationToken cancellationToken)
    {
        var usual = ChosenTemplates.BuiltIn(incident.Class, templates.Language);
        var actions = await services.GetRequiredService<ReadActions>().LinesAsync(incident, cancellationToken);
        switch (WritePostmortem.From(record, templates, actions))
        {
            case Written.Documents documents:
                await services.GetRequiredService<StorePostmortem>().StoreAsync(claim, incident, documents, templates.Version, gap, cancellationToken);
                break;
            case Written.Failed(var problem) when templates.Version != usual.Version:
                await WriteAsync(services, claims, claim, incident, record, usual, $"{gap} The site's own template failed, so the usual one was taken ({problem}). Mend it in the settings.".Trim(), cancellationToken);
                break;
            case Written.Failed(var problem):
                await AgainAsync(claims, claim, null, problem.ToString(), cancellationToken);
                break;
        }
    }

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
