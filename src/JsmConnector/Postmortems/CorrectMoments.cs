using System.Text.Json;
using Hangfire;
using JsmConnector.Incidents;
using JsmConnector.Platform.Database;
using JsmConnector.Postmortems.Facts;
using JsmConnector.Postmortems.Versions;
using Microsoft.EntityFrameworkCore;

namespace JsmConnector.Postmortems;

/// <summary>A person knows better when something happened, and says why. Everything that is counted from that moment is counted again, by writing anew.</summary>
public sealed class CorrectMoments(JsmConnectorContext database, IBackgroundJobClient jobs, TimeProvider clock)
{
    private const int LongestReason = 500;

    /// <param name="at">Null takes a correction back.</param>
    public async Task<PostmortemChange> CorrectAsync(Incident incident, MomentKind moment, DateTimeOffset? at, string? because, string? by, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (at > now)
            return new PostmortemChange.Refused("at", "It lies in the future.", "Give the time at which it happened.");
        if (at < incident.StartedAt.AddDays(-90))
            return new PostmortemChange.Refused("at", "It lies more than 90 days before the ticket.", "Give the time at which it happened, with its zone.");
        if (at is not null && (string.IsNullOrWhiteSpace(because) || because.Length > LongestReason))
            return new PostmortemChange.Refused("because", $"It is missing or longer than {LongestReason} characters.", "Say in a sentence how you know.");
        await using var transaction = await database.Database.BeginTransactionAsync(cancellationToken);
        // Locked, so that of two people who correct at once neither loses their moment.
        var row = await database.Set<Postmortem>().FromSql($"select *, xmin from postmortems where installation_id = {incident.InstallationId.Value} and incident_id = {incident.Id.Value} for update")
            .AsNoTracking().FirstOrDefaultAsync(cancellationToken);
        if (row?.GeneratedAt is null)
            return new PostmortemChange.Missing();
        if (row.State == PostmortemState.Closed)
            return new PostmortemChange.Refused("state", "The postmortem is closed.", "Open it again first.");
        var others = Read(row.Corrections).Where(known => known.Moment != moment);
        List<Correction> corrections = at is { } time ? [.. others, new Correction(moment, time.ToUniversalTime(), because!.Trim().Replace("\0", "", StringComparison.Ordinal), by)] : [.. others];
        var json = corrections.Count == 0 ? null : JsonSerializer.Serialize(corrections, JsonSerializerOptions.Web);
        await database.Set<Postmortem>().Where(p => p.IncidentId == incident.Id).ExecuteUpdateAsync(set => set
            .SetProperty(p => p.Corrections, json).SetProperty(p => p.DueAt, now).SetProperty(p => p.Attempts, 0)
            // A run under way read the moments of before: it finds its claim gone, and another begins.
            .SetProperty(p => p.Lease, (Guid?)null).SetProperty(p => p.LeasedUntil, (DateTimeOffset?)null), cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        var (installation, id) = (incident.InstallationId.Value, incident.Id.Value);
        // The row counts; the sweep follows should this job be lost.
        jobs.Enqueue<GeneratePostmortem>(generate => generate.RunAsync(installation, id));
        return new PostmortemChange.Saved(row.Version);
    }

    /// <summary>What an older version of the app left and nobody can read counts as nothing.</summary>
    public static IReadOnlyList<Correction> Read(string? json)
    {
        try
        {
            return json is null ? [] : [.. (JsonSerializer.Deserialize<List<Correction>>(json, JsonSerializerOptions.Web) ?? []).Where(known => known is not null).GroupBy(known => known.Moment).Select(group => group.Last())];
        }
        catch (JsonException)
        {
            return [];
        }
    }
}
